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

/**
 * Connects to unix sockets on one event loop. The connect call of a unix socket succeeds or fails immediately. Belongs to the event loop.
 */
abstract class LocalSockets {
    private static final RecvByteBufAllocator RECEIVE_BUFFER = new FixedRecvByteBufAllocator(512);

    private final EventLoop loop;

    LocalSockets(EventLoop loop) {
        this.loop = loop;
    }

    /** Returns the implementation for the kind of the loop: epoll, or the selector of the JDK. */
    static LocalSockets on(EventLoop loop) {
        return loop instanceof IoEventLoop io && io.isCompatible(EpollIoHandle.class)
                ? new EpollLocalSockets(loop)
                : new NioLocalSockets(loop);
    }

    abstract SocketAddress address(Path path);

    /** @throws ChannelException if the system cannot create a socket */
    abstract Channel open();

    /** Returns the server process of a connection. */
    LocalPeer peer(Channel connected) throws IOException {
        return LocalPeer.of(connected);
    }

    /** Returns the reason of a failed connect. */
    abstract ConnectFailure reason(Throwable failure, Path path);

    /**
     * Connects.
     *
     * @return null if the backlog is full
     * @throws ConnectException if the socket is missing, no process listens on it, or this user has no permission
     * @throws IOException if the connection fails for another reason
     * @throws ChannelException if the bridge has no free file descriptors or memory
     */
    @Nullable
    Channel connect(ServiceSocket socket, ChannelHandler handler) throws IOException {
        Channel channel = open();
        // A server may reply without reading the request. A failed write must not close the channel then.
        channel.config().setAutoClose(false).setConnectTimeoutMillis(0).setRecvByteBufAllocator(RECEIVE_BUFFER);
        channel.pipeline().addLast(handler);
        // On the thread of the loop, both calls complete immediately.
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
            throw new IOException("cannot connect to " + path + ": the connect call did not complete immediately");
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

    /** The reason of a failed connect. */
    enum ConnectFailure {
        BACKLOG_FULL,
        MISSING,
        REFUSED,
        DENIED,
        /** The bridge has no free file descriptors or memory. */
        OWN_FAULT,
        OTHER
    }
}
