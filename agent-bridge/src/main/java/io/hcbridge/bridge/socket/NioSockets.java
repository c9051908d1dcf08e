/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.socket;

import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Where there is no epoll: the JDK's sockets in the JDK's selector. */
final class NioSockets implements Sockets {
    private static final boolean IS_WINDOWS = System.getProperty("os.name").startsWith("Windows");

    private final SocketLoop loop;

    NioSockets(IoEventLoop events) {
        this.loop = SocketLoop.of(events);
    }

    @Override
    public Connection connect(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(path));
            return new NioConnection(loop, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public Listening listen(InetSocketAddress address, Acceptor acceptor) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            // On Windows this would let another program take the port.
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, !IS_WINDOWS);
            channel.bind(address, BACKLOG);
            return new NioListening(loop, channel, acceptor);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
