/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.socket;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.PeerCredentials;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Known to epoll only while somebody waits for input, so that no state of a socket can make the loop spin. */
final class EpollConnection implements Connection, EpollIoHandle {
    private static final Logger LOG = LoggerFactory.getLogger(EpollConnection.class);

    private final SocketLoop loop;
    private final FileDescriptor descriptor;
    private @Nullable IoRegistration registration;
    private @Nullable Runnable reader;

    EpollConnection(SocketLoop loop, FileDescriptor descriptor) {
        this.loop = loop;
        this.descriptor = descriptor;
    }

    @Override
    public FileDescriptor fd() {
        return descriptor;
    }

    /** Once closed, its number may be another connection's. */
    private FileDescriptor open() throws IOException {
        if (!descriptor.isOpen()) {
            throw new ClosedChannelException();
        }
        return descriptor;
    }

    @Override
    public @Nullable ByteBuffer read() throws IOException {
        ByteBuffer into = loop.buffer();
        int count = open().read(into, 0, into.capacity());
        return count < 0 ? null : into.clear().limit(count);
    }

    @Override
    public void onReadable(Runnable reader) {
        this.reader = reader;
        if (registration == null) {
            // On the loop's own thread this is done at once.
            registration = loop.events().register(this).getNow();
            registration.submit(EpollIoOps.EPOLLIN);
        }
    }

    @Override
    public void handle(IoRegistration ready, IoEvent event) {
        Runnable due = reader;
        reader = null;
        if (due != null) {
            Guard.run(due, this);
        }
        if (reader == null) {
            forget();
        }
    }

    private void forget() {
        if (registration != null) {
            registration.cancel();
            registration = null;
        }
    }

    @Override
    public void write(byte[] line) throws IOException {
        ByteBuffer from = loop.buffer().clear().put(line);
        if (open().write(from, 0, line.length) < line.length) {
            throw new IOException("the peer does not read");
        }
    }

    @Override
    public void endOutput() {
        try {
            new Socket(open().intValue()).shutdown(false, true);
        } catch (IOException e) {
            LOG.trace("gone before its output could be ended", e);
        }
    }

    /** Only a channel asks for credentials; this one is never registered, and so never closes the descriptor. */
    @Override
    public String peer() throws IOException {
        PeerCredentials peer = new EpollDomainSocketChannel(open().intValue()).peerCredentials();
        return "pid " + peer.pid() + " uid " + peer.uid();
    }

    /** The descriptor first: closing takes it out of epoll without a call more. */
    @Override
    public void close() {
        reader = null;
        try {
            descriptor.close();
        } catch (IOException e) {
            LOG.trace("gone before it could be closed", e);
        }
        forget();
    }
}
