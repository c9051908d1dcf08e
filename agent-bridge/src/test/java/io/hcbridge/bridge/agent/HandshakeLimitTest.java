/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeLimitTest {
    private final HandshakeLimit limit = new HandshakeLimit(1);
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private final TestChannel channel = TestChannel.of(new ChannelInboundHandlerAdapter());
    private final HandshakeSlot slot = HandshakeSlot.take(limit, channel, queue::add);

    private int computed;

    @ParameterizedTest
    @CsvSource({"134217728, 512", "1, 1", "9223372036854775807, 2147483647"})
    void limitFollowsFromTheHeap(long heap, int handshakes) {
        assertThat(HandshakeLimit.ofHeap(heap).most()).isEqualTo(handshakes);
    }

    @Test
    void handshakeCountsUntilItEndsAndOnlyOnce() {
        assertThat(limit.isReached()).isTrue();
        slot.end();
        assertThat(limit.isReached()).isFalse();
        slot.end();
        channel.close();
        limit.opened();
        assertThat(limit.isReached()).isTrue();
    }

    @Test
    void computationIsRunAndThenNoLongerHoldsTheSlot() {
        slot.execute(() -> computed++);
        queue.remove().run();
        assertThat(computed).isOne();
        channel.settle();
        slot.end();
        assertThat(limit.isReached()).isFalse();
    }

    @Test
    void closedConnectionHoldsItsSlotWhileAComputationIsQueuedWhichIsSkipped() {
        slot.execute(() -> computed++);
        channel.close();
        channel.settle();
        assertThat(limit.isReached()).isTrue();
        queue.remove().run();
        channel.settle();
        assertThat(limit.isReached()).isFalse();
        assertThat(computed).isZero();
    }

    @Test
    void computationAfterTheHandshakeChangesNothing() {
        slot.end();
        limit.opened();
        slot.execute(() -> computed++);
        queue.remove().run();
        channel.settle();
        assertThat(limit.isReached()).isTrue();
    }
}
