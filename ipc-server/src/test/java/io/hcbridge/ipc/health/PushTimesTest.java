/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When checks run and reports are sent. */
final class PushTimesTest {
    private long now = Long.MAX_VALUE - 5;
    private final PushTimes times = new PushTimes(() -> now);

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void beforeTheFirstResultOnlyTheChecksEndTheWait() {
        assertThat(times.isCheckDue()).isTrue();
        times.checkStarted(1000);
        assertThat(times.isCheckDue()).isFalse();
        assertThat(times.millisToWait(true, false)).isEqualTo(60_001);
        assertThat(times.millisToWait(false, false)).isEqualTo(1001);
    }

    @Test
    void aChangeIsDueAfterTheGapAndAnUnchangedReportAfterHalfTheTtl() {
        assertThat(times.isPushDue(false)).isTrue();
        times.checkStarted(1000);
        times.pushed(20, 500);
        assertThat(times.isPushDue(true)).isFalse();
        assertThat(times.millisToWait(false, true)).isEqualTo(21);
        pass(20);
        assertThat(times.isPushDue(true)).isTrue();
        assertThat(times.isPushDue(false)).isFalse();
        assertThat(times.millisToWait(false, true)).isEqualTo(481);
        pass(480);
        assertThat(times.isPushDue(false)).isTrue();
    }

    @Test
    void aFailureIsFollowedByAPauseUnlessThereIsANewMaster() {
        times.failed(1000);
        assertThat(times.isPushDue(true)).isFalse();
        times.pushNow();
        assertThat(times.isPushDue(false)).isTrue();
        times.failed(1000);
        pass(1000);
        assertThat(times.isPushDue(false)).isTrue();
    }
}
