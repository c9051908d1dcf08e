/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code failAfter} and {@code recoverAfter} as a pure transition. */
final class CheckStreakTest {
    @ParameterizedTest
    @CsvSource({
        // Results (S success, F failure) after the initial status, and the status after each (U up, D down).
        "UNKNOWN, 1, 1, SFSF, UDUD",
        "UNKNOWN, 3, 3, F, D",
        "UNKNOWN, 3, 3, SFFSFFF, UUUUUUD",
        // dropwizard-health counts all failures since the last change, and reports this check as down.
        "UP, 3, 1, FSFSF, UUUUU",
        "UP, 3, 2, FFFSFSS, UUDDDDU",
        "UP, 1, 3, FSSFSSS, DDDDDDU",
        "DOWN, 1, 2, SFSS, DDDU"
    })
    void onlyConsecutiveResultsCount(
            CheckStatus initial, int failAfter, int recoverAfter, String results, String expected) {
        CheckStreak streak = new CheckStreak(initial, 0);
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < results.length(); i++) {
            streak = streak.after(results.charAt(i) == 'S', failAfter, recoverAfter);
            seen.append(streak.status().name().charAt(0));
        }
        assertThat(seen).hasToString(expected);
    }

    /** The rule in other words: the status changes when the last results are all against it, and these are as many as needed. */
    @Test
    void statusIsThatOfTheRuleForRandomResults() {
        Random random = new Random(42);
        for (int round = 0; round < 2000; round++) {
            int failAfter = 1 + random.nextInt(5);
            int recoverAfter = 1 + random.nextInt(5);
            boolean isUp = random.nextBoolean();
            CheckStreak streak = new CheckStreak(isUp ? CheckStatus.UP : CheckStatus.DOWN, 0);
            List<Boolean> results = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                boolean passed = random.nextInt(3) > 0 == isUp;
                results.add(passed);
                streak = streak.after(passed, failAfter, recoverAfter);
                int needed = isUp ? failAfter : recoverAfter;
                isUp ^= results.size() >= needed
                        && !results.subList(results.size() - needed, results.size())
                                .contains(isUp);
                assertThat(streak.status() == CheckStatus.UP)
                        .as(() -> results + "")
                        .isEqualTo(isUp);
            }
        }
    }
}
