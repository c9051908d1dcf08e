/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.protocol.health.HealthKind;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random results, and random times without a thread, against a model of the rules: the number of consecutive results, and the age of the last
 * result. The clock is the test's.
 */
final class SchedulePropertyTest {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int TICKS = 20_000;
    private static final Logger LOGGER = Logger.getLogger(HealthRegistry.class.getName());

    private final ManualThreads threads = new ManualThreads();
    private final HealthRegistry registry = new HealthRegistry(threads);
    private boolean passes;

    // The model.
    private CheckStatus expected = CheckStatus.UNKNOWN;
    private int against;
    private long lastResult = -1;
    private CheckStatistics known = new CheckStatistics(0, 0, Duration.ZERO);
    private int changes;
    private int staleTimes;

    @BeforeAll
    static void logNothing() {
        LOGGER.setLevel(Level.OFF);
    }

    @AfterAll
    static void logAgain() {
        LOGGER.setLevel(null);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void stateIsThatOfTheModel(long seed) {
        Random random = new Random(seed);
        int failAfter = 1 + random.nextInt(4);
        int recoverAfter = 1 + random.nextInt(4);
        Duration maxStale = TICK.multipliedBy(12 + random.nextInt(10));
        registry.add(Check.critical("db", () -> {
                    lastResult = threads.nanoTime();
                    if (!passes) {
                        throw new IOException("no");
                    }
                })
                .every(TICK.multipliedBy(1 + random.nextInt(10)))
                .everyWhileFailing(TICK.multipliedBy(1 + random.nextInt(10)))
                .timeout(TICK.multipliedBy(5))
                .failAfter(failAfter)
                .recoverAfter(recoverAfter)
                .maxStale(maxStale));
        for (int tick = 0; tick < TICKS; tick++) {
            passes = random.nextInt(4) > 0 ? passes : random.nextBoolean();
            if (random.nextInt(20) == 0) {
                threads.starve(random.nextInt(3) == 0);
            }
            threads.advance(TICK);
            observe(failAfter, recoverAfter, maxStale);
            assertThat(registry.state("db").orElseThrow().status())
                    .as("tick " + tick)
                    .isEqualTo(expected);
            assertThat(registry.lastReport(HealthKind.READINESS).isUp()).isEqualTo(expected == CheckStatus.UP);
        }
        assertThat(changes).isGreaterThan(100);
        assertThat(staleTimes).isPositive();
    }

    /** Moves the model by the results of one tick. The totals tell how many there were, and those of one tick are equal. */
    private void observe(int failAfter, int recoverAfter, Duration maxStale) {
        CheckStatistics now = registry.statistics("db").orElseThrow();
        long failed = now.failures() - known.failures();
        long passed = now.runs() - known.runs() - failed;
        known = now;
        for (long i = 0; i < failed; i++) {
            add(false, failAfter);
        }
        for (long i = 0; i < passed; i++) {
            add(true, recoverAfter);
        }
        if (expected != CheckStatus.UNKNOWN && threads.nanoTime() - lastResult > maxStale.toNanos()) {
            expected = CheckStatus.UNKNOWN;
            against = 0;
            staleTimes++;
        }
    }

    private void add(boolean passed, int needed) {
        CheckStatus result = passed ? CheckStatus.UP : CheckStatus.DOWN;
        against = expected == result ? 0 : against + 1;
        if (against > 0 && (expected == CheckStatus.UNKNOWN || against >= needed)) {
            changes++;
            expected = result;
            against = 0;
        }
    }
}
