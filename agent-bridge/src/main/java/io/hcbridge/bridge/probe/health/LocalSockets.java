/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.bridge.probe.LocalPeer;
import io.hcbridge.ipc.internal.unix.ConnectErrors;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.EpollIoHandle;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Connects to unix sockets on one event loop. A unix socket connects, or fails to, at once. Belongs to the loop. */
abstract class LocalSockets {
    private static final RecvByteBufAllocator RECEIVE_BUFFER = new FixedRecvByteBufAllocator(512);

    private final EventLoop loop;

    LocalSockets(EventLoop loop) {
        this.loop = loop;
    }

    /** Channels of the loop's kind: epoll, or the JDK's selector. */
    static LocalSockets on(EventLoop loop) {
        return loop instanceof IoEventLoop io && io.isCompatible(EpollIoHandle.class)
                ? new EpollLocalSockets(loop)
                : new NioLocalSockets(loop);
    }

    abstract SocketAddress address(Path path);

    /** @throws ChannelException if the system grants no socket */
    abstract Channel open();

    /** The process that listens at the other end. */
    LocalPeer peer(Channel connected) throws IOException {
        return LocalPeer.of(connected);
    }

    /** What a failed connect means. */
    abstract ConnectFailure reason(Throwable failure, Path path);

    /**
     * Connects.
     *
     * @return null if the backlog is full
     * @throws ConnectException if the socket is missing, nobody listens on it, or this user may not connect
     * @throws IOException if it cannot be connected to for another reason
     * @throws ChannelException if the bridge lacks descriptors or memory
     */
    @Nullable
    Channel connect(ServiceSocket socket, ChannelHandler handler) throws IOException {
        Channel channel = open();
        // A server may answer without reading the request: a failed write must not close the channel.
        channel.config().setAutoClose(false).setConnectTimeoutMillis(0).setRecvByteBufAllocator(RECEIVE_BUFFER);
        channel.pipeline().addLast(handler);
        // On the loop's own thread both are done at once.
        ChannelFuture registered = loop.register(channel);
        if (!registered.isSuccess()) {
            channel.unsafe().closeForcibly();
            throw new ChannelException("cannot register a socket: " + registered.cause());
        }
        ChannelFuture connected = channel.connect(socket.address());
        if (connected.isSuccess()) {
            return channel;
        }
        channel.close();
        throwUnlessBacklogFull(socket.path(), connected.cause());
        return null;
    }

    private void throwUnlessBacklogFull(Path path, @Nullable Throwable failure) throws IOException {
        if (failure == null) {
            throw new IOException("cannot connect to " + path + ": not at once");
        }
        switch (reason(failure, path)) {
            case BACKLOG_FULL -> {}
            case MISSING -> throw new ConnectException(ConnectErrors.missing(path));
            case REFUSED -> throw new ConnectException(ConnectErrors.refused(path));
            case DENIED -> throw new ConnectException(ConnectErrors.denied(path));
            case OWN_FAULT -> throw new ChannelException("cannot connect: " + failure.getMessage());
            case OTHER -> throw new IOException("cannot connect to " + path + ": " + failure.getMessage(), failure);
        }
    }

    /** Why a connect failed. */
    enum ConnectFailure {
        BACKLOG_FULL,
        MISSING,
        REFUSED,
        DENIED,
        /** The bridge lacks descriptors or memory. */
        OWN_FAULT,
        OTHER
    }
}
