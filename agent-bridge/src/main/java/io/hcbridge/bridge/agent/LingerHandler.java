/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.net.LoopTasks;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose client sent more than its line. Closing with unread bytes would reset the connection, and the reset could
 * overtake the reply. This handler therefore closes only the output, and then reads and discards the input until the client closes its
 * side, for a limited time.
 */
final class LingerHandler extends ChannelInboundHandlerAdapter {
    private final long limitMillis;
    private @Nullable ScheduledFuture<?> limit;

    LingerHandler(long limitMillis) {
        this.limitMillis = limitMillis;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        limit = LoopTasks.schedule(context.channel().eventLoop(), limitMillis, context::close);
        endOutput(context);
        context.channel().config().setAutoRead(true);
    }

    /** Closes the output. With TLS, close_notify is sent first; otherwise the client would treat the reply as truncated. */
    private static void endOutput(ChannelHandlerContext context) {
        DuplexChannel channel = (DuplexChannel) context.channel();
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls == null) {
            channel.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(sent -> channel.shutdownOutput());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // The reply is written already. An error changes nothing for the client.
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (limit != null) {
            limit.cancel(false);
        }
    }
}
