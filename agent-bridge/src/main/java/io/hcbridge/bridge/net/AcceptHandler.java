/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Handles failed accepts in a listening channel, before Netty's acceptor sees them. When a connection cannot be accepted, accepting pauses
 * for {@value #PAUSE_MILLIS} ms. Netty's acceptor would pause for a second.
 */
final class AcceptHandler extends ChannelInboundHandlerAdapter {
    static final long PAUSE_MILLIS = 100;

    private final ListenerEvents events;
    private @Nullable SocketAddress address;

    AcceptHandler(ListenerEvents events) {
        this.events = events;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        address = context.channel().localAddress();
        context.fireChannelActive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Channel listener = context.channel();
        events.acceptFailed(listener.localAddress(), cause);
        if (listener.config().isAutoRead()) {
            listener.config().setAutoRead(false);
            LoopTasks.schedule(
                    listener.eventLoop(), PAUSE_MILLIS, () -> listener.config().setAutoRead(true));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (address != null) {
            events.closed(address);
        }
    }
}
