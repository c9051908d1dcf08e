/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.socket;

import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.nio.NioSelectableChannelIoHandle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection in the JDK's selector. */
final class NioConnection extends NioSelectableChannelIoHandle<SocketChannel> implements Connection {
    private static final Logger LOG = LoggerFactory.getLogger(NioConnection.class);

    private final SocketLoop loop;
    private final SocketChannel channel;
    private @Nullable IoRegistration registration;
    private @Nullable Runnable reader;

    NioConnection(SocketLoop loop, SocketChannel channel) {
        super(channel);
        this.loop = loop;
        this.channel = channel;
    }

    @Override
    public @Nullable ByteBuffer read() throws IOException {
        ByteBuffer into = loop.buffer().clear();
        return channel.read(into) < 0 ? null : into.flip();
    }

    @Override
    public void onReadable(Runnable reader) {
        this.reader = reader;
        if (registration == null) {
            // On the loop's own thread this is done at once.
            registration = loop.events().register(this).getNow();
        }
        registration.submit(NioIoOps.READ);
    }

    @Override
    protected void handle(SocketChannel ready, SelectionKey key) {
        Runnable due = reader;
        reader = null;
        if (due != null) {
            Guard.run(due, this);
        }
        if (reader == null && registration != null) {
            registration.submit(NioIoOps.NONE);
        }
    }

    @Override
    public void write(byte[] line) throws IOException {
        if (channel.write(ByteBuffer.wrap(line)) < line.length) {
            throw new IOException("the peer does not read");
        }
    }

    @Override
    public void endOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            LOG.trace("gone before its output could be ended", e);
        }
    }

    @Override
    public String peer() throws IOException {
        return "user "
                + channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
    }

    @Override
    public void close() {
        reader = null;
        if (registration != null) {
            registration.cancel();
            registration = null;
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.trace("gone before it could be closed", e);
        }
    }
}
