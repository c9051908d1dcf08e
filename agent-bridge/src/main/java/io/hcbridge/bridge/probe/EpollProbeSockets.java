/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.PeerCredentials;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Seven system calls a question: socket, connect, send, epoll_ctl, epoll_wait, read, close. */
final class EpollProbeSockets implements ProbeSockets {
    private static final int READ_BYTES = 8192;
    private static final int EACCES_NEGATIVE = -13;

    private final IoEventLoop loop;
    /** Whatever is sent or read in one turn. */
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);

    EpollProbeSockets(IoEventLoop loop) {
        this.loop = loop;
    }

    @Override
    public ProbeSocket connect(Path path, ProbeListener listener) throws IOException {
        Connection connection = new Connection(Socket.newSocketDomain(), listener);
        try {
            connection.socket.connect(new DomainSocketAddress(path.toString()));
            connection.register();
            return connection;
        } catch (ConnectException e) {
            connection.close();
            throw inTheTypesOfTheJdk(e);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Netty tells the error's number in the text only. */
    private static IOException inTheTypesOfTheJdk(ConnectException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("(" + Errors.ERRNO_EAGAIN_NEGATIVE + ")")) {
            return new IOException(message, e);
        }
        return message.contains("(" + EACCES_NEGATIVE + ")") ? new BindException("Permission denied") : e;
    }

    private final class Connection implements ProbeSocket, EpollIoHandle {
        private final Socket socket;
        private final ProbeListener listener;
        private @Nullable IoRegistration registration;

        Connection(Socket socket, ProbeListener listener) {
            this.socket = socket;
            this.listener = listener;
        }

        void register() {
            // On the loop's own thread this is done at once.
            registration = loop.register(this).getNow();
            registration.submit(EpollIoOps.EPOLLIN);
        }

        @Override
        public FileDescriptor fd() {
            return socket;
        }

        @Override
        public void send(byte[] question) {
            buffer.clear().put(question);
            try {
                socket.send(buffer, 0, question.length);
            } catch (IOException e) {
                // The end comes with the next read.
            }
        }

        /** Only a channel asks for credentials; this one is never registered, and so never closes the descriptor. */
        @Override
        public String peer() throws IOException {
            PeerCredentials peer = new EpollDomainSocketChannel(socket.intValue()).peerCredentials();
            return "pid " + peer.pid() + " uid " + peer.uid();
        }

        @Override
        public void handle(IoRegistration ready, IoEvent event) {
            if (socket.isOpen()) {
                listener.hear(this::read, buffer);
            }
        }

        private int read(ByteBuffer into) throws IOException {
            int count = socket.read(into, 0, into.limit());
            into.position(Math.max(0, count));
            return count;
        }

        /** The descriptor first: closing takes it out of epoll without a call more. */
        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                // Nothing is left to be lost.
            }
            if (registration != null) {
                registration.cancel();
            }
        }
    }
}
