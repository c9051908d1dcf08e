/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.standby;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests when an event loop counts as stuck, and what the watchdog does then. */
@Timeout(30)
final class LoopWatchdogTest {
    private static final Duration PERIOD = Duration.ofMillis(250);

    private final StallDetector detector = new StallDetector(Duration.ofSeconds(2), PERIOD, 0);
    private long now;

    @Test
    void loopWithoutATurnForTwoSecondsIsStuck() {
        for (int i = 0; i < 7; i++) {
            assertThat(isStuckAfter(PERIOD, 0)).isFalse();
        }
        assertThat(isStuckAfter(PERIOD, 0)).isTrue();
    }

    @Test
    void oneTurnBeginsTheTimeAnew() {
        for (int i = 0; i < 100; i++) {
            assertThat(isStuckAfter(PERIOD, i / 5)).isFalse();
        }
    }

    @Test
    void stoppedProcessHasNoStuckLoop() {
        assertThat(isStuckAfter(Duration.ofHours(1), 0)).isFalse();
        assertThat(isStuckAfter(PERIOD, 1)).isFalse();
        assertThat(isStuckAfter(Duration.ofHours(1), 1)).isFalse();
        assertThat(isStuckAfter(PERIOD, 1)).isFalse();
    }

    @Test
    void watchdogHaltsTheProcessWhenTheLoopIsBlockedAndNotBefore() throws Exception {
        CountDownLatch halted = new CountDownLatch(1);
        CountDownLatch unblocked = new CountDownLatch(1);
        ExecutorService loop = Executors.newSingleThreadExecutor();
        LoopWatchdog watchdog = new LoopWatchdog(loop, halted::countDown);
        try {
            watchdog.start();
            assertThat(halted.await(LoopWatchdog.LIMIT.toMillis() + 500, TimeUnit.MILLISECONDS))
                    .isFalse();
            loop.execute(() -> awaitUninterruptibly(unblocked));
            assertThat(halted.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            unblocked.countDown();
            watchdog.close();
            loop.shutdownNow();
        }
    }

    private boolean isStuckAfter(Duration time, long turns) {
        now += time.toNanos();
        return detector.isStuck(turns, now);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
