/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.socket;

import io.netty.channel.ChannelException;
import io.netty.channel.IoEventLoop;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** By Netty's native calls, in the loop's epoll. */
final class EpollSockets implements Sockets {
    private static final int EACCES_NEGATIVE = -13;

    private final SocketLoop loop;

    EpollSockets(IoEventLoop events) {
        this.loop = SocketLoop.of(events);
    }

    @Override
    public Connection connect(Path path) throws IOException {
        Socket socket = domainSocket();
        try {
            socket.connect(new DomainSocketAddress(path.toString()));
            return new EpollConnection(loop, socket);
        } catch (ConnectException e) {
            socket.close();
            throw inTheTypesOfTheJdk(e);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket domainSocket() throws IOException {
        try {
            return Socket.newSocketDomain();
        } catch (ChannelException e) {
            // No descriptor is left, for which the service cannot be blamed.
            throw new IOException(e.getMessage(), e);
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

    @Override
    public Listening listen(InetSocketAddress address, Acceptor acceptor) throws IOException {
        Socket socket = Socket.newSocketStream();
        try {
            socket.setReuseAddress(true);
            socket.bind(address);
            socket.listen(BACKLOG);
            return new EpollListening(loop, socket, acceptor);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
