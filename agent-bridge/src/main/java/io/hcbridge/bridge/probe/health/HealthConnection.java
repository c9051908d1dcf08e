/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.probe.LocalPeer;
import io.hcbridge.protocol.health.HealthQuery;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One query on its own connection. Belongs to the event loop. */
final class HealthConnection extends ChannelInboundHandlerAdapter {
    private final HealthQuery query;
    private final Runnable callback;

    private @Nullable Channel channel;
    private boolean closed;
    private String trouble = "";

    /** @param callback called when the reply is complete or the server has closed the connection, but not after {@link #close} */
    HealthConnection(HealthQuery query, Runnable callback) {
        this.query = query;
        this.callback = callback;
    }

    /**
     * Connects and sends the query. Throws the exceptions of {@link LocalSockets#connect}.
     *
     * @return the server process; null if the backlog is full
     */
    @Nullable
    LocalPeer open(LocalSockets sockets, ServiceSocket socket) throws IOException {
        Channel connected = sockets.connect(socket, this);
        if (connected == null) {
            closed = true;
            return null;
        }
        channel = connected;
        byte[] request = query.request();
        connected.writeAndFlush(
                connected.alloc().directBuffer(request.length).writeBytes(request), connected.voidPromise());
        return sockets.peer(connected);
    }

    HealthQuery query() {
        return query;
    }

    /** Returns the reason why there is no reply. */
    String silence() {
        return trouble.isEmpty() ? "closed without an answer" : "connection lost: " + trouble;
    }

    /** Closes the connection. Idempotent. Releases the channel, because the probe keeps this object to describe the last query. */
    void close() {
        closed = true;
        Channel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (!closed && query.feed(bytes.nioBuffer())) {
                end();
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
    }

    /**
     * Records an error of the connection. A failed read closes the channel. A failed write does not, because a reply may have arrived
     * before. An exception other than {@link IOException} is a fault of the bridge, possibly thrown by the callback.
     */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        trouble = String.valueOf(cause.getMessage());
        if (!(cause instanceof IOException)) {
            LoopTasks.failed(context.channel().eventLoop(), cause);
        }
    }

    private void end() {
        if (!closed) {
            close();
            callback.run();
        }
    }
}
