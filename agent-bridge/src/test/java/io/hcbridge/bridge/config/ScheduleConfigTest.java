/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.bridge.config.ProbeSchedule.Background;
import io.hcbridge.bridge.config.ProbeSchedule.OnDemand;
import io.hcbridge.bridge.shape.FlapRule;
import io.hcbridge.bridge.shape.StabilityRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys of a target for the time of its probes and for the damping of their results. */
class ScheduleConfigTest {
    private static final StabilityRules ALL =
            new StabilityRules(2, 3, Optional.of(new FlapRule(4, Duration.ofMinutes(2), Duration.ofMinutes(1))));

    @TempDir
    Path directory;

    private TargetConfig target(String keys) throws IOException, ConfigException {
        Path file = directory.resolve("c.yaml");
        Files.writeString(file, "targets:\n  a: {directory: /srv/a, " + keys + "}\n");
        return List.copyOf(new ConfigBuilder().file(file).build().targets().values())
                .get(0);
    }

    private List<String> problems(String keys) throws IOException {
        try {
            target(keys);
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream()
                    .map(problem -> problem.substring(problem.indexOf(": targets.a.") + ": targets.a.".length()))
                    .toList();
        }
    }

    @Test
    void targetIsProbedOnDemandByDefault() throws Exception {
        TargetConfig target = target("user: pay");
        assertThat(target.schedule()).isEqualTo(ProbeSchedule.ON_DEMAND);
        assertThat(target.stability()).isEqualTo(StabilityRules.NONE);
        assertThat(target("cache-for: 200ms").schedule()).isEqualTo(new OnDemand(Duration.ofMillis(200)));
    }

    @Test
    void intervalHasDefaultsForTheOtherTimes() throws Exception {
        TargetConfig target = target("interval: 1s, timeout: 500ms");
        assertThat(target.schedule())
                .isEqualTo(new Background(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(3500)));
        assertThat(target.stability()).isEqualTo(StabilityRules.NONE);
    }

    @Test
    void allKeysAreRead() throws Exception {
        TargetConfig target = target("interval: 2s, fast-interval: 500ms, max-stale: 9s, timeout: 5s, rise: 2, fall: 3,"
                + " flap: {changes: 4, within: 2m, hold: 1m}");
        // The time limit may be longer than agent.reply-deadline.
        assertThat(target.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(target.schedule())
                .isEqualTo(new Background(Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(9)));
        assertThat(target.stability()).isEqualTo(ALL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"changes: 3 | 3 | 60 | 30", "within: 10s | 5 | 10 | 30", "hold: 5s | 5 | 60 | 5"})
    void anyKeyOfFlapTurnsTheRuleOn(String key, int changes, int within, int hold) throws Exception {
        assertThat(target("interval: 1s, flap: {" + key + "}").stability().flap())
                .contains(new FlapRule(changes, Duration.ofSeconds(within), Duration.ofSeconds(hold)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rise: 2 | rise: needs an interval in this target",
                "fall: 1 | fall: needs an interval in this target",
                "fast-interval: 1s | fast-interval: needs an interval in this target",
                "max-stale: 1s | max-stale: needs an interval in this target",
                "flap: {hold: 5s} | flap.hold: needs an interval in this target",
                "timeout: 2s | timeout: 2s must be shorter than agent.reply-deadline (1s)",
                "interval: 1s, cache-for: 1s | cache-for: has no effect with interval, which answers from memory",
                "interval: 1s, fast-interval: 2s | fast-interval: 2s must be at most interval (1s)",
                "interval: 1s, max-stale: 500ms | max-stale: 500ms must be at least interval (1s)",
                "interval: 1ms | interval: 1ms must be 10ms to 1h",
                "interval: 0s | interval: 0s must be positive",
                "cache-for: 2h | cache-for: 2h must be 1ms to 1h",
                "interval: 1s, rise: 0 | rise: '0' must be a whole number, 1 to 100",
                "interval: 1s, fall: 101 | fall: '101' must be a whole number, 1 to 100",
                "interval: 1s, flap: {changes: 1} | flap.changes: '1' must be a whole number, 2 to 100",
                "interval: 1s, flap: {within: 1ms} | flap.within: 1ms must be 1s to 1d",
                "interval: 1s, flap: 5 | flap: must be a mapping of keys to values",
                "interval: 1s, flap: {change: 5} | flap.change: unknown key; did you mean 'changes'?",
            })
    void contradictionNamesTheKeyAndTheRule(String keys, String problem) throws Exception {
        assertThat(problems(keys)).containsExactly(problem);
    }

    @Test
    void valuesCheckThemselves() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Background(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3)))
                .withMessage("2s must be at most interval (1s)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Background(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .withMessage("1s must be at least interval (2s)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OnDemand(Duration.ofHours(2)))
                .withMessage("2h must be 1ms to 1h");
    }
}
