/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that a registry refuses, each with its rule. */
final class CheckSettingsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final HealthRegistry registry = new HealthRegistry(new ManualThreads());

    /** A setting and the message. */
    record Refused(UnaryOperator<Check> setting, String message) {
        static Stream<Refused> all() {
            return Stream.of(
                    new Refused(c -> c.timeout(Duration.ZERO), "timeout: PT0S must be 1 ms to 1 day"),
                    new Refused(c -> c.timeout(Duration.ofDays(2)), "timeout: PT48H must be 1 ms to 1 day"),
                    new Refused(c -> c.every(Duration.ofNanos(1)), "every: PT0.000000001S must be 1 ms to 1 day"),
                    new Refused(
                            c -> c.every(SECOND).everyWhileFailing(Duration.ZERO),
                            "everyWhileFailing: PT0S must be 1 ms to 1 day"),
                    new Refused(
                            c -> c.everyWhileFailing(SECOND),
                            "check db: everyWhileFailing needs a schedule; set every"),
                    new Refused(c -> c.maxStale(SECOND), "check db: maxStale needs a schedule; set every"),
                    new Refused(
                            c -> c.every(SECOND).maxStale(SECOND),
                            "check db: maxStale PT1S must be longer than the interval PT1S"),
                    new Refused(c -> c.initiallyUp(), "check db: initiallyUp needs a schedule; set every"),
                    new Refused(
                            c -> c.failAfter(3),
                            "check db: failAfter needs a schedule, because each client would count; set every"),
                    new Refused(
                            c -> c.recoverAfter(2),
                            "check db: recoverAfter needs a schedule, because each client would count; set every"),
                    new Refused(c -> c.every(SECOND).failAfter(0), "check db: failAfter 0 must be 1 to 1000"),
                    new Refused(
                            c -> c.every(SECOND).recoverAfter(1001), "check db: recoverAfter 1001 must be 1 to 1000"),
                    new Refused(
                            c -> c.every(SECOND).cacheFor(SECOND), "check db: cacheFor and every exclude each other"),
                    new Refused(c -> c.cacheFor(Duration.ofSeconds(-1)), "check db: cacheFor PT-1S must be 0 to 1 day"),
                    new Refused(
                            c -> c.weight(50),
                            "check db: weight needs a degraded check; a critical one takes all traffic"),
                    new Refused(c -> c.weight(0), "check db: weight 0 must be 1 to 100 percent"),
                    new Refused(c -> c.dependsOn("db"), "check db: a check cannot depend on itself"),
                    new Refused(
                            c -> c.dependsOn("disk"),
                            "check db: depends on disk, which is not in the registry; add that one first"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.hcbridge.ipc.check.CheckSettingsTest$Refused#all")
    void contradictionsAndValuesOutOfRangeAreRefused(Refused row) {
        Check check = row.setting().apply(Check.critical("db", () -> {}));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.add(check))
                .withMessage(row.message());
        assertThat(registry.state("db")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "caf\u00e9", "a\nb", "a/b"})
    void namesOutsideTheRuleAreRefusedInOneLine(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Check.critical(name, () -> {}))
                .withMessageStartingWith("check name '")
                .withMessageEndingWith("' must match [A-Za-z0-9._-]{1,64}")
                .withMessageNotContaining("\n");
        assertThatIllegalArgumentException().isThrownBy(() -> new CheckData().put(name, 1));
    }

    @Test
    void longNameIsCutInTheMessage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Check.degraded("x".repeat(100_000), () -> {}))
                .withMessage("check name '" + "x".repeat(64) + "' must match [A-Za-z0-9._-]{1,64}");
        assertThat(Check.degraded("Az09._-" + "x".repeat(57), () -> {})).isNotNull();
    }

    @Test
    void usedNameIsRefusedUntilItsCheckIsRemoved() {
        registry.add(Check.critical("db", () -> {}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.add(Check.degraded("db", () -> {})))
                .withMessage("check db: the name is already used");
        registry.remove("db");
        registry.add(Check.degraded("db", () -> {}));
    }

    @Test
    void checkThatOthersDependOnIsNotRemoved() {
        registry.add(Check.critical("db", () -> {}))
                .add(Check.critical("orders", () -> {}).dependsOn("db"));
        assertThatIllegalStateException()
                .isThrownBy(() -> registry.remove("db"))
                .withMessage("check db: check orders depends on it; remove that one first");
        registry.remove("orders");
        assertThat(registry.remove("db")).isTrue();
    }

    @Test
    void numberOfChecksListenersAndDataIsBounded() {
        for (int i = 0; i < HealthRegistry.MAX_CHECKS; i++) {
            registry.add(Check.critical("c" + i, () -> {}));
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> registry.add(Check.critical("more", () -> {})))
                .withMessage("check more: a registry has at most 1000 checks");
        for (int i = 0; i < 100; i++) {
            registry.addListener(new Ignored());
        }
        assertThatIllegalStateException().isThrownBy(() -> registry.addListener(new Ignored()));
        CheckData data = new CheckData();
        for (int i = 0; i < 100; i++) {
            data.put("k" + i, "v".repeat(1000));
        }
        assertThat(data.put("k0", 7).entries())
                .hasSize(CheckData.MAX_ENTRIES)
                .containsEntry("k0", 7L)
                .containsEntry("k1", "v".repeat(CheckData.MAX_LENGTH));
    }

    private static final class Ignored implements CheckListener {
        @Override
        public void changed(CheckState before, CheckState after) {}
    }

    @Test
    void closedRegistryAcceptsNoCheck() {
        registry.close();
        registry.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> registry.add(Check.critical("db", () -> {})))
                .withMessage("check db: the registry is closed");
    }
}
