/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Tests when a draining server may close. All times are in milliseconds. */
final class DrainTrackerTest {
    private static final Duration AMPLE = Duration.ofMinutes(1);

    private final ScriptedTime time = new ScriptedTime();
    private final DrainTracker tracker = new DrainTracker(time);

    @Test
    void withoutAnyStatusRequestItDoesNotWait() throws Exception {
        tracker.await(AMPLE);

        assertThat(time.millis()).isZero();
    }

    @Test
    void waitsForADrainReplyAndThenTwiceTheInterval() throws Exception {
        asked(0, 1000, 2000);
        drainedAt(3000, 4000, 5000);
        pass(2500);

        tracker.await(AMPLE);

        assertThat(time.millis()).isEqualTo(3000 + 2 * 1000);
    }

    @Test
    void afterAPushedDrainItWaitsForTwoPollsOfTheBridge() throws Exception {
        tracker.recordPush(false, 2000);
        pass(5000);
        tracker.recordPush(true, 2000);

        tracker.await(AMPLE);

        assertThat(time.millis()).isEqualTo(5000 + 2 * 2000);
    }

    @Test
    void aPushToABridgeThatNobodyPollsDoesNotCount() throws Exception {
        tracker.recordPush(false, 0);
        tracker.recordPush(true, 0);

        tracker.await(AMPLE);

        assertThat(time.millis()).isZero();
    }

    @Test
    void aPushBeforeTheFirstStatusRequestIsNoInterval() throws Exception {
        pass(1_000_000);
        tracker.recordPush(true, 100);
        tracker.recordReply(true, OptionalInt.of(100));

        tracker.await(AMPLE);

        assertThat(time.millis()).isEqualTo(1_000_000 + 2 * 100);
    }

    @Test
    void longestIntervalCounts() throws Exception {
        asked(0, 100, 3100, 3200);
        drainedAt(3300, 3400);
        pass(3200);

        tracker.await(AMPLE);

        assertThat(time.millis()).isEqualTo(3300 + 2 * 3000);
    }

    @Test
    void longerIntervalDuringTheWaitCounts() throws Exception {
        asked(0, 1000);
        drainedAt(2000, 3500);
        pass(1000);

        tracker.await(AMPLE);

        assertThat(time.millis()).isEqualTo(2000 + 2 * 1500);
    }

    @Test
    void serviceThatHasDrainedLongEnoughDoesNotWait() throws Exception {
        asked(0, 1000);
        drainedAt(2000, 3000);
        pass(4000);

        tracker.await(AMPLE);

        assertThat(time.millis()).isEqualTo(4000);
    }

    @Test
    void drainRepliesBeforeReadyDoNotCount() throws Exception {
        drainedAt(0, 1000);
        asked(2000);
        drainedAt(3000, 4000);
        pass(2900);

        tracker.await(AMPLE);

        assertThat(time.millis()).isEqualTo(3000 + 2 * 1000);
    }

    @Test
    void afterASingleRequestItWaitsForTheNextOne() throws Exception {
        drainedAt(0, 700);
        pass(0);

        tracker.await(AMPLE);

        assertThat(time.millis()).isEqualTo(2 * 700);
    }

    @Test
    void simultaneousRequestsStillLeaveTimeForTheReply() throws Exception {
        drainedAt(0);
        pass(0);
        tracker.recordReply(true, OptionalInt.empty());

        tracker.await(AMPLE);

        assertThat(time.millis()).isBetween(1L, 100L);
    }

    @Test
    void ifTheRequestsStopItWaitsUntilTheLimit() throws Exception {
        asked(0, 1000, 2000);
        pass(2000);

        tracker.await(Duration.ofMillis(12_345));

        assertThat(time.millis()).isEqualTo(2000 + 12_345);
    }

    @Test
    void limitEndsTheWaitBeforeTwiceTheInterval() throws Exception {
        asked(0, 1000);
        drainedAt(2000);
        pass(1000);

        tracker.await(Duration.ofMillis(1500));

        assertThat(time.millis()).isEqualTo(1000 + 1500);
    }

    @Test
    void limitOfZeroMeansNoWait() throws Exception {
        asked(0);
        pass(0);

        tracker.await(Duration.ZERO);

        assertThat(time.millis()).isZero();
    }

    @Test
    void veryLongLimitDoesNotOverflow() throws Exception {
        asked(0, 1000);
        drainedAt(2000);
        pass(1000);

        tracker.await(Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(time.millis()).isEqualTo(2000 + 2 * 1000);
    }

    @Test
    void cancelEndsTheWait() throws Exception {
        asked(0);
        time.at(500, tracker::cancel);
        pass(0);

        tracker.await(AMPLE);

        assertThat(time.millis()).isBetween(500L, 520L);
    }

    @Test
    void interruptEndsTheWait() throws Exception {
        asked(0);
        time.at(500, () -> {
            throw new InterruptedException();
        });
        pass(0);

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> tracker.await(AMPLE));
    }

    @Test
    void statedPollGapCountsInsteadOfTheInterval() throws Exception {
        stating(5000, false, 0, 200, 400);
        stating(5000, true, 600, 800);
        pass(500);

        tracker.await(AMPLE);

        assertThat(time.millis()).isEqualTo(600 + 2 * 5000);
    }

    @Test
    void oneRequestThatStatesThePollGapIsEnough() throws Exception {
        stating(5000, true, 100);
        stating(5000, false, 0);
        pass(0);

        tracker.await(AMPLE);

        assertThat(time.millis()).isEqualTo(100 + 2 * 5000);
    }

    @Test
    void longerPollGapStatedDuringTheWaitCounts() throws Exception {
        stating(1000, true, 100);
        stating(3000, true, 300);
        pass(100);

        tracker.await(AMPLE);

        assertThat(time.millis()).isEqualTo(100 + 2 * 3000);
    }

    @Test
    void longestPollGapOfTheLast16RequestsCounts() throws Exception {
        stating(60_000, false, 0);
        for (int i = 1; i <= 15; i++) {
            stating(1000 * i, false, i);
        }
        stating(2000, true, 16);
        pass(16);

        tracker.await(AMPLE);

        assertThat(time.millis()).isEqualTo(16 + 2 * 15_000);
    }

    /** The next query comes after 4 s, the next poll 1 s later. */
    @Test
    void queriesAtLongerIntervalsThanThePollGapExtendTheWait() throws Exception {
        stating(1000, false, 0, 4000);
        stating(1000, true, 8000);
        pass(7000);

        tracker.await(AMPLE);

        assertThat(time.millis()).isEqualTo(8000 + 4000 + 1000);
    }

    @Test
    void aClientThatNobodyPollsDoesNotCount() throws Exception {
        stating(0, false, 0, 200);
        stating(0, true, 400);
        pass(400);

        tracker.await(AMPLE);

        assertThat(time.millis()).isEqualTo(400);
    }

    @Test
    void drainReplyToAClientThatNobodyPollsDoesNotCount() throws Exception {
        stating(1000, false, 0);
        stating(0, true, 200, 400, 600);
        stating(1000, true, 700);
        stating(0, false, 800);
        pass(100);

        tracker.await(AMPLE);

        assertThat(time.millis()).isEqualTo(700 + 2 * 1000);
    }

    private void asked(long... times) {
        for (long at : times) {
            time.at(at, () -> tracker.recordReply(false, OptionalInt.empty()));
        }
    }

    private void drainedAt(long... times) {
        for (long at : times) {
            time.at(at, () -> tracker.recordReply(true, OptionalInt.empty()));
        }
    }

    private void stating(int pollGapMillis, boolean drained, long... times) {
        for (long at : times) {
            time.at(at, () -> tracker.recordReply(drained, OptionalInt.of(pollGapMillis)));
        }
    }

    /** Advances the time to this value. */
    private void pass(long millis) throws InterruptedException {
        time.sleep(Duration.ofMillis(millis - time.millis()).toNanos());
    }
}
