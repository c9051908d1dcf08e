/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.socket;

import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.nio.NioSelectableChannelIoHandle;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** A listening socket in the JDK's selector. */
final class NioListening extends NioSelectableChannelIoHandle<ServerSocketChannel> implements Listening {
    private final SocketLoop loop;
    private final ServerSocketChannel channel;
    private final Acceptor acceptor;
    private final int port;
    private final IoRegistration registration;

    NioListening(SocketLoop loop, ServerSocketChannel channel, Acceptor acceptor) throws IOException {
        super(channel);
        this.loop = loop;
        this.channel = channel;
        this.acceptor = acceptor;
        this.port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        this.registration = loop.events().register(this).getNow();
        resume();
    }

    private void resume() {
        registration.submit(NioIoOps.ACCEPT);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    protected void handle(ServerSocketChannel ready, SelectionKey key) {
        try {
            for (int i = 0; i < Sockets.ACCEPTED_IN_ONE_TURN && channel.isOpen(); i++) {
                SocketChannel accepted = channel.accept();
                if (accepted == null) {
                    return;
                }
                accepted(accepted);
            }
        } catch (IOException e) {
            registration.submit(NioIoOps.NONE);
            loop.events().schedule(this::resume, Sockets.PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            acceptor.failed(e);
        }
    }

    private void accepted(SocketChannel accepted) {
        NioConnection connection = new NioConnection(loop, accepted);
        try {
            accepted.configureBlocking(false);
            InetSocketAddress client = (InetSocketAddress) accepted.getRemoteAddress();
            Guard.run(() -> acceptor.accepted(connection, client), connection);
        } catch (IOException e) {
            connection.close();
        }
    }

    @Override
    public void close() {
        registration.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            acceptor.failed(e);
        }
    }
}
