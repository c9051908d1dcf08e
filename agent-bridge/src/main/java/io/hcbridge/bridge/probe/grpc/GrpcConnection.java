/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.hcbridge.bridge.net.LoopTasks;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one server, kept between probes while it works. After a failure, grpc-java waits 1 s to 2 min before it connects again,
 * and a restarted server would stay DOWN for that time. A failed channel is therefore discarded, and the next probe creates another one.
 * Belongs to the event loop.
 */
final class GrpcConnection {
    private static final int MAX_METADATA = 8192;

    private final EventLoop loop;
    private final boolean isEpoll;

    private @Nullable ManagedChannel current;

    GrpcConnection(EventLoop loop) {
        this.loop = loop;
        this.isEpoll = loop instanceof IoEventLoop io && io.isCompatible(EpollIoHandle.class);
        GrpcLog.redirect();
    }

    /** Returns the connection of an earlier probe; null if there is no usable one. */
    @Nullable
    ManagedChannel current() {
        if (current != null && current.getState(false) != ConnectivityState.READY) {
            drop();
        }
        return current;
    }

    SocketAddress address(Path socket) {
        return isEpoll ? new DomainSocketAddress(socket.toString()) : UnixDomainSocketAddress.of(socket);
    }

    /**
     * Creates a connection. It is opened by the first request.
     *
     * @param authority name of the server that is sent to the server
     * @param limitMillis time in which the server must accept the connection
     * @param watch creates the first handler of each connection
     */
    ManagedChannel open(SocketAddress address, String authority, int limitMillis, ConnectionWatchFactory watch) {
        drop();
        boolean isUnix = address instanceof DomainSocketAddress || address instanceof UnixDomainSocketAddress;
        ChannelFactory<Channel> factory = () -> {
            Channel channel = newChannel(isUnix);
            channel.pipeline().addLast(watch.make());
            return channel;
        };
        ManagedChannel made = NettyChannelBuilder.forAddress(address)
                .channelFactory(factory, address.getClass())
                .eventLoopGroup(loop)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, limitMillis)
                .executor(task -> LoopTasks.execute(loop, task))
                .offloadExecutor(task -> LoopTasks.execute(loop, task))
                .overrideAuthority(authority)
                .userAgent("hcbridge")
                .usePlaintext()
                .maxInboundMessageSize(HealthMethod.MAX_REPLY)
                .maxInboundMetadataSize(MAX_METADATA)
                .disableRetry()
                .build();
        current = made;
        return made;
    }

    /** Closes the connection. Idempotent. */
    void drop() {
        if (current != null) {
            current.shutdownNow();
            current = null;
        }
    }

    private Channel newChannel(boolean isUnix) {
        if (isEpoll) {
            return isUnix ? new EpollDomainSocketChannel() : new EpollSocketChannel();
        }
        return isUnix ? new NioDomainSocketChannel() : new NioSocketChannel();
    }

    /** Creates the first handler of a connection. */
    interface ConnectionWatchFactory {
        ConnectionWatch make();
    }
}
