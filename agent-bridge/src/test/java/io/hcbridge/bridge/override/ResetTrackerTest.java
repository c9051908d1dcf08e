/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests when a reset ends. */
final class ResetTrackerTest {
    private static final long MIN = 1000;

    @ParameterizedTest
    @CsvSource({
        // monotonic times of replies; whether the reset is pending after the last one
        "0, 500, 999, true",
        "0, 500, 1000, false",
        "0, 0, 1000, false",
        "-600, 0, 399, true",
        "-600, 0, 400, false",
        // nanoTime() may overflow
        "9223372036854775000, 9223372036854775001, -9223372036854775617, true",
        "9223372036854775000, 9223372036854775001, -9223372036854775616, false",
    })
    void endsAfterThreeRepliesAndItsMinimumTime(long first, long second, long third, boolean pending) {
        PendingReset reset = PendingReset.UNSENT.sentAt(first, MIN).sentAt(second, MIN);
        assertThat(reset).isEqualTo(new PendingReset(true, 2, first));
        assertThat(reset.sentAt(third, MIN).isPending()).isEqualTo(pending);
    }

    @Test
    void needsThreeRepliesEvenAfterALongTime() {
        assertThat(PendingReset.UNSENT.sentAt(0, MIN).sentAt(5000, MIN).isPending())
                .isTrue();
    }

    @Test
    void restartsOnlyIfItIsPending() {
        assertThat(PendingReset.UNSENT.sentAt(5, MIN).restarted()).isEqualTo(PendingReset.UNSENT);
        assertThat(PendingReset.NONE.restarted()).isEqualTo(PendingReset.NONE);
        assertThat(PendingReset.NONE.sentAt(5, MIN)).isEqualTo(PendingReset.NONE);
    }

    @Test
    void savedResetsAreRestored() {
        ResetTracker tracker = ResetTracker.restored(new SavedResets(true, false, Instant.EPOCH), 7);
        assertThat(tracker).isEqualTo(new ResetTracker(PendingReset.UNSENT, PendingReset.NONE, false, 7));
        assertThat(tracker.isSettled()).isFalse();
        assertThat(tracker.pendingWords()).isEmpty();
        assertThat(ResetTracker.restored(new SavedResets(false, true, Instant.EPOCH), 7))
                .isEqualTo(new ResetTracker(PendingReset.NONE, PendingReset.UNSENT, false, 7));
        assertThat(ResetTracker.none(7).isSettled()).isTrue();
    }

    @Test
    void pendingWordsAreTheResetWordsInReplies() {
        PendingReset sent = PendingReset.UNSENT.sentAt(0, MIN);
        assertThat(new ResetTracker(sent, sent, false, 0).pendingWords()).isEqualTo("ready 100%");
        assertThat(new ResetTracker(sent, PendingReset.UNSENT, false, 0).pendingWords())
                .isEqualTo("ready");
        assertThat(new ResetTracker(PendingReset.NONE, sent, false, 0).pendingWords())
                .isEqualTo("100%");
    }
}
