/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SessionTimesTest {
    @ParameterizedTest
    @CsvSource({"100, 90", "499, 450", "500, 450", "501, 451", "2000, 1950"})
    void replyIsSentATenthOfTheDeadlineEarlierButAtMost50Milliseconds(long deadline, long answer) {
        SessionTimes times = SessionTimes.within(Duration.ofMillis(deadline));
        assertThat(times.answer()).isEqualTo(answer);
        assertThat(times.silence()).isEqualTo(50);
        assertThat(times.linger()).isEqualTo(250);
    }
}
