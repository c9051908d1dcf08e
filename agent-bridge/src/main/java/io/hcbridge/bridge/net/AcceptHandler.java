/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import io.hcbridge.bridge.log.RateLimitedLog;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in a listening channel before Netty's acceptor. When a connection cannot be accepted, usually because no descriptor is free, it
 * pauses for 100 ms, where Netty's acceptor would pause for a second.
 */
final class AcceptHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptHandler.class);
    private static final long PAUSE_MILLIS = 100;
    private static final Duration LOG_PERIOD = Duration.ofSeconds(10);

    private final Runnable onClosed;
    private final RateLimitedLog failures = new RateLimitedLog(LOG_PERIOD, System::nanoTime);

    /** @param onClosed called on the event loop when the channel is closed, on purpose or by an error */
    AcceptHandler(Runnable onClosed) {
        this.onClosed = onClosed;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Channel listening = context.channel();
        failures.next()
                .ifPresent(more -> LOG.warn("listener {}: cannot accept: {}{}", listening.localAddress(), cause, more));
        if (listening.config().isAutoRead()) {
            listening.config().setAutoRead(false);
            LoopTasks.schedule(
                    listening.eventLoop(),
                    PAUSE_MILLIS,
                    () -> listening.config().setAutoRead(true));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        onClosed.run();
    }
}
