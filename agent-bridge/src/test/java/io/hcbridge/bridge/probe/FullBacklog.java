/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server that accepts nothing and whose backlog is full. A connect by TCP hangs, and one on a unix socket gets EAGAIN. */
public final class FullBacklog implements AutoCloseable {
    private static final int CLIENTS = 8;

    private final ServerSocketChannel server;
    private final List<SocketChannel> clients = new ArrayList<>();

    private FullBacklog(StandardProtocolFamily family, SocketAddress address) throws IOException {
        server = ServerSocketChannel.open(family);
        server.bind(address, 1);
        for (int i = 0; i < CLIENTS; i++) {
            SocketChannel client = SocketChannel.open(family);
            clients.add(client);
            client.configureBlocking(false);
            try {
                client.connect(address);
            } catch (IOException full) {
                return;
            }
        }
    }

    public static FullBacklog on(Path socket) throws IOException {
        return new FullBacklog(StandardProtocolFamily.UNIX, UnixDomainSocketAddress.of(socket));
    }

    /** Listens on 127.0.0.2. */
    public static FullBacklog on(int port) throws IOException {
        return new FullBacklog(StandardProtocolFamily.INET, new InetSocketAddress(address(), port));
    }

    /** This address, and after it the one of a {@link ScriptedServer}. */
    public static AddressTurns beforeLoopback() throws IOException {
        return new AddressTurns(List.of(address(), InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
    }

    private static InetAddress address() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel client : clients) {
            client.close();
        }
        server.close();
    }
}
