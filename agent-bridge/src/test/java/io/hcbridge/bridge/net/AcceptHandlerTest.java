/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class AcceptHandlerTest implements ListenerEvents {
    private final List<String> events = new ArrayList<>();
    private final List<Throwable> passedOn = new ArrayList<>();
    private final MockTicker ticker = Ticker.newMockTicker();
    private final EmbeddedChannel listener = EmbeddedChannel.builder()
            .ticker(ticker)
            .handlers(new AcceptHandler(this, null), new ChannelInboundHandlerAdapter() {
                @Override
                public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                    passedOn.add(cause);
                }
            })
            .build();

    @Override
    public void acceptFailed(SocketAddress address, Throwable cause) {
        events.add("failed " + address + " " + cause.getMessage());
    }

    @Override
    public void closed(SocketAddress address) {
        events.add("closed " + address);
    }

    @Test
    void acceptingPausesFor100MillisecondsAfterAFailure() {
        fail();
        assertThat(listener.config().isAutoRead()).isFalse();
        pass(99);
        assertThat(listener.config().isAutoRead()).isFalse();
        pass(1);
        assertThat(listener.config().isAutoRead()).isTrue();
        assertThat(events).containsExactly("failed embedded no descriptors");
    }

    @Test
    void failureIsNotForwardedToNettysAcceptor() {
        fail();
        assertThat(passedOn).isEmpty();
    }

    @Test
    void failureDuringAPauseDoesNotExtendIt() {
        fail();
        pass(60);
        fail();
        pass(40);
        assertThat(listener.config().isAutoRead()).isTrue();
        pass(60);
        assertThat(listener.config().isAutoRead()).isTrue();
        assertThat(events).hasSize(2);
    }

    @Test
    void closedListenerIsReportedWithItsAddress() {
        listener.close();
        assertThat(events).containsExactly("closed embedded");
    }

    private void fail() {
        listener.pipeline().fireExceptionCaught(new IOException("no descriptors"));
    }

    private void pass(long millis) {
        ticker.advance(millis, TimeUnit.MILLISECONDS);
        listener.runPendingTasks();
    }
}
