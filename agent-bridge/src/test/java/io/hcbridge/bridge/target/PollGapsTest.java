/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** All times are in milliseconds. */
final class PollGapsTest {
    private static final int ASSUMED = 10_000;
    private static final String ONE = "10.0.0.1";
    private static final String LINE = "orders";
    private static final String TWO = "10.0.0.2";

    /** The clock overflows during the tests. */
    private long nanos = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1);

    private final PollGaps gaps = new PollGaps(Duration.ofMillis(ASSUMED), () -> nanos);

    @Test
    void withoutAPollThereIsNoClient() {
        assertThat(gaps.millis()).hasValue(0);
    }

    @Test
    void theGapOfASinglePollIsAssumed() {
        gaps.record(ONE, LINE);

        assertThat(gaps.millis()).hasValue(ASSUMED);
    }

    @Test
    void longestGapOfOneAddressCounts() {
        polls(ONE, 0, 2000, 5000, 2000);

        assertThat(gaps.millis()).hasValue(5000);
    }

    @Test
    void pollsOfOtherAddressesDoNotShortenAGap() {
        polls(ONE, 0);
        polls(TWO, 0, 1000, 1000, 1000);
        polls(ONE, 2000);

        assertThat(gaps.millis()).hasValue(5000);
    }

    @Test
    void theSlowestAddressCounts() {
        polls(ONE, 0, 2000);
        polls(TWO, 0, 300);

        assertThat(gaps.millis()).hasValue(2000);
    }

    @Test
    void aGapCountsForTheNextTenPolls() {
        polls(ONE, 0, 20_000);
        for (int i = 0; i < 9; i++) {
            polls(ONE, 1000);
            assertThat(gaps.millis()).hasValue(20_000);
        }
        polls(ONE, 1000);

        assertThat(gaps.millis()).hasValue(1000);
        for (int i = 0; i < 100; i++) {
            polls(ONE, 500);
        }
        assertThat(gaps.millis()).hasValue(500);
    }

    @Test
    void anAddressIsForgottenAfterTenOfItsGaps() {
        polls(ONE, 0, 20_000);
        polls(TWO, 0, 1000);
        pass(60_001);
        assertThat(gaps.millis()).hasValue(20_000);
        pass(140_000 - 1000);

        assertThat(gaps.millis()).hasValue(0);
    }

    @Test
    void anAddressIsKnownForAtLeastAMinute() {
        polls(ONE, 0, 100);
        pass(60_000);
        assertThat(gaps.millis()).hasValue(100);
        pass(1);

        assertThat(gaps.millis()).hasValue(0);
    }

    @Test
    void theAbsenceOfAForgottenAddressIsNoGap() {
        polls(ONE, 0, 1000);
        polls(ONE, 3_000_000);
        assertThat(gaps.millis()).hasValue(ASSUMED);
        polls(ONE, 1000);

        assertThat(gaps.millis()).hasValue(1000);
    }

    @Test
    void simultaneousPollsAreAGap() {
        polls(ONE, 0, 0);

        assertThat(gaps.millis()).hasValue(1);
    }

    @Test
    void fractionsOfAMillisecondAreRoundedUp() {
        gaps.record(ONE, LINE);
        nanos += 1_000_001;
        gaps.record(ONE, LINE);

        assertThat(gaps.millis()).hasValue(2);
    }

    @Test
    void aGapIsAtMostOneHour() {
        PollGaps slow = new PollGaps(Duration.ofHours(2), () -> nanos);
        slow.record(ONE, LINE);
        assertThat(slow.millis()).hasValue(3_600_000);
        pass(3_600_001);
        slow.record(ONE, LINE);

        assertThat(slow.millis()).hasValue(3_600_000);
    }

    @Test
    void theAddressesThatPolledLastAreKept() {
        polls(ONE, 0, 50_000);
        polls("first", 0, 40_000);
        for (int i = 2; i < PollGaps.MOST_ADDRESSES; i++) {
            polls("address " + i, 0, 10);
        }
        polls(ONE, 0);
        assertThat(gaps.millis()).hasValue(50_000);
        polls("one more", 0, 200);
        polls(ONE, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        assertThat(gaps.millis()).hasValue(200);
    }

    /** Polls after each of these times. */
    private void polls(String address, long... after) {
        for (long millis : after) {
            pass(millis);
            gaps.record(address, LINE);
        }
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
