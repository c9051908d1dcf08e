/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesTest {
    @ParameterizedTest
    @CsvSource({"7, 7, 7, 7", "3 1, 2, 1, 3", "9 1 5, 5, 1, 9", "4 1 3 2, 2.5, 1, 4", "5 5 1 5 5, 5, 1, 5"})
    void medianAndSpreadOfRounds(String rounds, double median, double min, double max) {
        Series series = series(rounds);

        assertThat(series.median()).isEqualTo(median);
        assertThat(series.min()).isEqualTo(min);
        assertThat(series.max()).isEqualTo(max);
    }

    @Test
    void ratioIsComputedForEachRound() {
        // The ratio of the medians (90 and 30) would be 3. The median of the ratios is 2.
        assertThat(series("100 40 90").over(series("100 20 30"))).isEqualTo(series("1 2 3"));
    }

    @Test
    void differenceIsComputedForEachRound() {
        assertThat(series("100 40 90").less(series("90 50 30"))).isEqualTo(series("10 -10 60"));
    }

    @Test
    void ratioOfDifferentNumbersOfRoundsIsRejected() {
        assertThatThrownBy(() -> series("1 2").over(series("1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reference: 1 rounds must be 2");
    }

    @Test
    void seriesWithoutRoundsIsRejected() {
        assertThatThrownBy(() -> new Series(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static Series series(String rounds) {
        return new Series(Arrays.stream(rounds.split(" ")).map(Double::valueOf).toList());
    }
}
