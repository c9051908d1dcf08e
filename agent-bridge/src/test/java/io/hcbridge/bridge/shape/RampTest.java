/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RampTest {
    private static final Ramp RAMP = new Ramp(Duration.ofSeconds(30), 10);

    @ParameterizedTest
    @CsvSource({
        // full weight, milliseconds since the begin, weight
        "100, -1, 10",
        "100, 0, 10",
        "100, 333, 10",
        "100, 334, 11",
        "100, 15000, 55",
        "100, 29999, 99",
        "100, 30000, 100",
        "100, 9000000, 100",
        "50, 0, 5",
        "50, 15000, 27",
        "50, 29999, 49",
        "50, 30000, 50",
        "5, 0, 1",
        "1, 0, 1",
        "1, 30000, 1",
    })
    void weightIsALinearFunctionOfTimeAndAtLeast1(int full, long millis, int weight) {
        assertThat(RAMP.weight(full, Duration.ofMillis(millis).toNanos())).isEqualTo(weight);
    }

    @Test
    void weightNeverFallsAndReachesTheFullWeightExactlyAtTheEnd() {
        Random random = new Random(1);
        for (int round = 0; round < 1_000; round++) {
            long seconds = 1L + random.nextInt((int) Ramp.LENGTH.max().toSeconds());
            Ramp ramp = new Ramp(Duration.ofSeconds(seconds), Ramp.MIN_FROM + random.nextInt(Ramp.MAX_FROM));
            int full = 1 + random.nextInt(100);
            long end = ramp.length().toNanos();
            int before = Math.max(1, full * ramp.from() / 100);
            assertThat(ramp.weight(full, 0)).isEqualTo(before);
            for (long elapsed = 0; elapsed < end; elapsed += 1 + random.nextLong(end / 50)) {
                int weight = ramp.weight(full, elapsed);
                assertThat(weight).as("%s of %d at %d", ramp, full, elapsed).isBetween(before, full);
                before = weight;
            }
            assertThat(ramp.weight(full, end)).isEqualTo(full);
            assertThat(ramp.isOver(end)).isTrue();
            assertThat(ramp.isOver(end - 1)).isFalse();
        }
    }

    @Test
    void invalidValuesAreErrorsWithTheRule() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ramp(Duration.ofMillis(999), 10))
                .withMessage("999ms must be 1s to 1h");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ramp(Duration.ofSeconds(1), 100))
                .withMessage("'100' must be a whole number, 1 to 99");
    }

    @ParameterizedTest
    @CsvSource({
        // replies, each one second after the other; the last phase
        "IN, FULL",
        "UNCHANGED, UNKNOWN",
        "UNCHANGED IN, FULL",
        "OUT, OUT",
        "OUT IN, RAMPING",
        "OUT UNCHANGED IN, RAMPING",
        "OUT IN IN UNCHANGED IN, RAMPING",
        "OUT IN OUT, OUT",
        "OUT IN OUT IN, RAMPING",
        "IN UNCHANGED IN, FULL",
        "IN OUT OUT IN, RAMPING",
        "OUT IN IN IN IN IN IN, FULL",
        "OUT IN UNCHANGED UNCHANGED UNCHANGED UNCHANGED UNCHANGED, FULL",
        "OUT IN IN IN IN IN IN IN IN, FULL",
    })
    void rampBeginsWhenAServerReturnsThatAReplyHadTakenOut(String replies, RampState.Phase last) {
        Ramp ramp = new Ramp(Duration.ofSeconds(5), 10);
        RampState state = RampState.UNKNOWN;
        // The monotonic clock may overflow.
        long now = Long.MAX_VALUE - Duration.ofSeconds(2).toNanos();
        for (String reply : replies.split(" ", -1)) {
            state = state.after(Rotation.valueOf(reply), ramp, now);
            now += Duration.ofSeconds(1).toNanos();
        }
        assertThat(state.phase()).isEqualTo(last);
    }
}
