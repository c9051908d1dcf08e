/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.handover;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Sockets with descriptors, as servers have them. */
final class TestSockets implements AutoCloseable {
    private final List<Socket> open = new ArrayList<>();

    TestSockets() {
        Epoll.ensureAvailability();
    }

    /** Returns a TCP socket that listens on a free port of loopback. */
    Socket tcp() throws IOException {
        Socket socket = boundTcp();
        socket.listen(16);
        return socket;
    }

    Socket boundTcp() throws IOException {
        Socket socket = added(Socket.newSocketStream());
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket;
    }

    /** A listening socket for the address 0.0.0.0. */
    Socket everywhere() throws IOException {
        Socket socket = added(Socket.newSocketStream());
        socket.bind(new InetSocketAddress("0.0.0.0", 0));
        socket.listen(16);
        return socket;
    }

    Socket unix(Path path) throws IOException {
        Socket socket = added(Socket.newSocketDomain());
        socket.bind(new DomainSocketAddress(path.toString()));
        socket.listen(16);
        return socket;
    }

    Socket udp() throws IOException {
        Socket socket = added(Socket.newSocketDgram());
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket;
    }

    static String address(Socket tcp) {
        return "127.0.0.1:" + tcp.localAddress().getPort();
    }

    static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    private Socket added(Socket socket) {
        open.add(socket);
        return socket;
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }
}
