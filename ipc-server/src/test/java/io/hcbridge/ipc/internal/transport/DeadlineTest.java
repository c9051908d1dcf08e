/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DeadlineTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void futureDeadlineHasRemainingTime() {
        Deadline deadline = Deadline.after(LONG);
        assertThat(deadline.isOver()).isFalse();
        assertThat(deadline.remainingMillis()).isBetween(50_000L, 60_000L);
        assertThat(deadline.atMost(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(deadline.atMost(Duration.ofHours(1))).isBetween(Duration.ofSeconds(50), LONG);
    }

    @Test
    void passedDeadlineHasNoRemainingTime() {
        Deadline deadline = Deadline.after(Duration.ofNanos(-1));
        assertThat(deadline.isOver()).isTrue();
        assertThat(deadline.remainingMillis()).isZero();
        assertThat(deadline.atMost(LONG)).isZero();
        assertThat(deadline.pause(60_000)).isFalse();
    }

    @Test
    void remainingTimeIsRoundedUp() {
        long remaining = 0;
        // On a busy machine the thread may lose a millisecond between the two calls, but not each time.
        for (int i = 0; i < 1000 && remaining != 10; i++) {
            remaining = Deadline.after(Duration.ofMillis(10)).remainingMillis();
            assertThat(remaining).isLessThanOrEqualTo(10);
        }
        assertThat(remaining).isEqualTo(10);
    }

    @Test
    void pauseReturnsWhetherTheDeadlineHasNotPassed() {
        long start = System.nanoTime();
        assertThat(Deadline.after(LONG).pause(20)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(20), Duration.ofSeconds(20));
        assertThat(Deadline.after(Duration.ofMillis(10)).pause(60_000)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(40));
    }

    @Test
    void interruptEndsThePauseAndTheFlagStaysSet() {
        Thread.currentThread().interrupt();
        assertThat(Deadline.after(LONG).pause(60_000)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
