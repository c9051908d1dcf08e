/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowTest {
    private static final Optional<Goal> AT_LEAST = Optional.of(Goal.atLeast(1.15, 1.4));
    private static final Series GO = series(1000, 1000, 1000);

    @Test
    void ratioIsComparedWithItsGoal() {
        Row row = Row.ratio("checks", Unit.PER_SECOND, series(1100, 1300, 1200), GO, AT_LEAST);

        assertThat(row.cells())
                .containsExactly("checks", "1,200/s : 1,000/s", "1.20", "1.10 to 1.30", "≥ 1.15", "≥ 1.40", "yes");
        assertThat(row.isGrossRegression()).isFalse();
    }

    @Test
    void figureIsComparedWithItsGoal() {
        Row row = Row.absolute("memory", Unit.MEGABYTES, series(99, 101, 100), Optional.of(Goal.atMost(90, 64)));

        assertThat(row.cells()).containsExactly("memory", "100 MB", "", "99 to 101 MB", "≤ 90 MB", "≤ 64 MB", "no");
    }

    @Test
    void countIsTheSumOfAllRounds() {
        Row row = Row.total("late", series(0, 2, 1), Goals.NO_GOAL);

        assertThat(row.cells()).containsExactly("late", "3", "", "", "", "", "");
    }

    @Test
    void unmeasuredRowShowsTheReason() {
        Row row = Row.unmeasured("idle", "not measured: too few files", AT_LEAST);

        assertThat(row.cells())
                .containsExactly("idle", "not measured: too few files", "", "", "≥ 1.15", "≥ 1.40", "unknown");
        assertThat(row.isGrossRegression()).isFalse();
    }

    @Test
    void ratioFarFromItsGoalIsAGrossRegression() {
        Row row = Row.ratio("checks", Unit.PER_SECOND, series(300, 310, 320), GO, AT_LEAST);

        assertThat(row.isGrossRegression()).isTrue();
    }

    @Test
    void absoluteFigureIsNeverAGrossRegression() {
        Row row = Row.absolute("memory", Unit.MEGABYTES, series(1000), Optional.of(Goal.atMost(90, 64)));

        assertThat(row.isGrossRegression()).isFalse();
    }

    private static Series series(double... rounds) {
        return new Series(Arrays.stream(rounds).boxed().toList());
    }
}
