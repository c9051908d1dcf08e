/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "1ms, PT0.001S, 1ms",
        "1500ms, PT1.5S, 1500ms",
        "2000ms, PT2S, 2s",
        "59s, PT59S, 59s",
        "90s, PT1M30S, 90s",
        "60s, PT1M, 1m",
        "60m, PT1H, 1h",
        "24h, P1D, 1d",
        "999999999d, P999999999D, 999999999d"
    })
    void durationIsFormattedInItsLargestUnit(String text, Duration duration, String written) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
        assertThat(Durations.format(duration)).isEqualTo(written);
        assertThat(Durations.parse(written)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "5 s", " 5s", "5S", "-5s", "1.5s", "5sec", "1234567890s", "\u0665s", "5us"})
    void malformedDurationIsRejected(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessage("'" + text + "' must be a duration like 500ms, 2s, 1m, 1h or 1d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0ms", "0s", "000d"})
    void zeroIsRejected(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessage(text + " must be positive");
    }
}
