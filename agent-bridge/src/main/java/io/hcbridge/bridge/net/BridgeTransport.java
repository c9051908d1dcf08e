/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x's transport, tuned for many short connections. One event loop accepts connections and serves them. Each wakeup of the loop accepts
 * up to {@value #ACCEPTED_AT_ONCE} connections.
 */
final class BridgeTransport implements Transport {
    /** With Netty's default of 1, each connection costs one wakeup. With 64, open connections are delayed. */
    private static final int ACCEPTED_AT_ONCE = 16;

    private final Transport system;
    private final IoHandlerFactory handlers;
    private final ListenerEvents events;
    private @Nullable EventLoopGroup loops;
    private @Nullable Consumer<Channel> acceptor;
    /** Belongs to the event loop. */
    private @Nullable Consumer<Channel> recorder;

    /**
     * @param system Vert.x's own transport; used for everything that is not tuned here
     * @param handlers creates the I/O handler of the event loop
     */
    BridgeTransport(Transport system, IoHandlerFactory handlers, ListenerEvents events) {
        this.system = system;
        this.handlers = handlers;
        this.events = events;
    }

    /** Returns the same group for accepting and for I/O. A connection therefore stays on one thread. */
    @Override
    public synchronized EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
        EventLoopGroup group = loops;
        if (group == null) {
            group = new MultiThreadIoEventLoopGroup(threads, factory, handlers);
            loops = group;
        }
        return group;
    }

    /** Returns the only event loop. Must be called after Vert.x is started. */
    synchronized EventLoop loop() {
        return Objects.requireNonNull(loops, "Vert.x is not started").next();
    }

    /** Runs a call that starts a server. The server's connections go to {@code newAcceptor}. */
    synchronized <T> T withAcceptor(Consumer<Channel> newAcceptor, Supplier<T> listen) {
        acceptor = newAcceptor;
        try {
            // Vert.x configures the server during the call.
            return listen.get();
        } finally {
            acceptor = null;
        }
    }

    /** Runs a call that connects. The channels that it creates are passed to {@code created}. Must be called on the loop. */
    <T> T recording(Consumer<Channel> created, Supplier<T> connect) {
        recorder = created;
        try {
            return connect.get();
        } finally {
            recorder = null;
        }
    }

    /**
     * Configures a server. Does not call the method of {@code system}, because that sets options on every accepted socket, with one system
     * call each.
     */
    @Override
    public synchronized void configure(TcpConfig config, boolean isUnix, ServerBootstrap bootstrap) {
        bootstrap.option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new ServerChannelRecvByteBufAllocator()
                        .respectMaybeMoreData(false)
                        .maxMessagesPerRead(ACCEPTED_AT_ONCE));
        bootstrap.handler(new AcceptHandler(events, acceptor));
    }

    @Override
    public void configure(TcpConfig config, boolean isUnix, Bootstrap bootstrap) {
        system.configure(config, isUnix, bootstrap);
    }

    @Override
    public boolean supportsDomainSockets() {
        return system.supportsDomainSockets();
    }

    @Override
    public java.net.SocketAddress convert(SocketAddress address) {
        return system.convert(address);
    }

    @Override
    public SocketAddress convert(java.net.SocketAddress address) {
        return system.convert(address);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return handlers;
    }

    @Override
    @SuppressWarnings("deprecation") // Vert.x's interface has it
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return system.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
        return system.datagramChannelFactory();
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean isUnix) {
        ChannelFactory<? extends Channel> factory = system.channelFactory(isUnix);
        return () -> recorded(factory.newChannel());
    }

    private Channel recorded(Channel created) {
        if (loop().inEventLoop() && recorder != null) {
            recorder.accept(created);
        }
        return created;
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean isUnix) {
        return system.serverChannelFactory(isUnix);
    }
}
