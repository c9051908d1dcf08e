/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoalTest {
    @ParameterizedTest
    @CsvSource({
        "1.5, aim, false",
        "1.4, aim, false",
        "1.2, yes, false",
        "1.15, yes, false",
        "1.1, no, false",
        "0.38, no, true"
    })
    void goalForALeastValueIsJudged(double value, String met, boolean isFar) {
        assertJudged(Goal.atLeast(1.15, 1.4), value, met, isFar);
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, aim, false",
        "0.6, aim, false",
        "0.7, yes, false",
        "0.75, yes, false",
        "0.8, no, false",
        "2.26, no, true"
    })
    void goalForAGreatestValueIsJudged(double value, String met, boolean isFar) {
        assertJudged(Goal.atMost(0.75, 0.6), value, met, isFar);
    }

    private static void assertJudged(Goal goal, double value, String met, boolean isFar) {
        assertThat(goal.judge(value)).isEqualTo(met);
        assertThat(goal.isFarFrom(value)).isEqualTo(isFar);
    }
}
