/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.nio.NioSelectableChannelIoHandle;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** Where there is no epoll: the JDK's sockets in the JDK's selector. */
final class NioProbeSockets implements ProbeSockets {
    private static final int READ_BYTES = 8192;

    private final IoEventLoop loop;
    /** Whatever is read in one turn. */
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);

    NioProbeSockets(IoEventLoop loop) {
        this.loop = loop;
    }

    @Override
    public ProbeSocket connect(Path path, ProbeListener listener) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(path));
            Connection connection = new Connection(channel, listener);
            connection.register();
            return connection;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private final class Connection extends NioSelectableChannelIoHandle<SocketChannel> implements ProbeSocket {
        private final SocketChannel channel;
        private final ProbeListener listener;
        private @Nullable IoRegistration registration;

        Connection(SocketChannel channel, ProbeListener listener) {
            super(channel);
            this.channel = channel;
            this.listener = listener;
        }

        void register() {
            // On the loop's own thread this is done at once.
            registration = loop.register(this).getNow();
            registration.submit(NioIoOps.READ);
        }

        @Override
        public void send(byte[] question) {
            try {
                channel.write(ByteBuffer.wrap(question));
            } catch (IOException e) {
                // The end comes with the next read.
            }
        }

        @Override
        public String peer() throws IOException {
            return "user "
                    + channel.getOption(ExtendedSocketOptions.SO_PEERCRED)
                            .user()
                            .getName();
        }

        @Override
        protected void handle(SocketChannel ready, SelectionKey key) {
            if (channel.isOpen()) {
                listener.hear(channel::read, buffer);
            }
        }

        @Override
        public void close() {
            if (registration != null) {
                registration.cancel();
            }
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing is left to be lost.
            }
        }
    }
}
