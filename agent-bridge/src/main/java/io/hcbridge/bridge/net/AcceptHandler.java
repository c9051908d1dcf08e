/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Handles the events of a listening channel, before Netty's acceptor sees them. Passes accepted channels on, if there is a receiver for
 * them. When a connection cannot be accepted, accepting pauses for {@value #PAUSE_MILLIS} ms. Netty's acceptor would pause for a second.
 */
final class AcceptHandler extends ChannelInboundHandlerAdapter {
    static final long PAUSE_MILLIS = 100;

    private final ListenerEvents events;
    private final @Nullable Consumer<Channel> acceptor;
    private @Nullable SocketAddress address;

    /** @param acceptor receives accepted channels; null if Netty's acceptor serves them */
    AcceptHandler(ListenerEvents events, @Nullable Consumer<Channel> acceptor) {
        this.events = events;
        this.acceptor = acceptor;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        address = context.channel().localAddress();
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        if (acceptor == null) {
            context.fireChannelRead(accepted);
        } else {
            serve((Channel) accepted, context.channel().eventLoop(), acceptor);
        }
    }

    private static void serve(Channel accepted, EventLoop loop, Consumer<Channel> acceptor) {
        try {
            acceptor.accept(accepted);
            if (accepted.isOpen()) {
                // Netty closes a channel that cannot be registered.
                loop.register(accepted);
            }
        } catch (Throwable thrown) {
            accepted.unsafe().closeForcibly();
            LoopTasks.failed(loop, thrown);
        }
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
