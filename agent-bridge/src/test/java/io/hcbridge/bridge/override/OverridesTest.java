/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.bridge.override.OperatorOverride.State;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests overrides and their effect on a verdict. */
final class OverridesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @ParameterizedTest
    @CsvSource({
        "UP, UP, , set by ann: why",
        "DOWN, DOWN, , set by ann: why",
        "STOPPED, STOPPED, , set by ann: why",
        "DRAIN, FAILED, DRAIN, set by ann: why",
        "MAINT, FAILED, MAINT, set by ann: why",
    })
    void stateReplacesHealthOrAdminState(State state, Health health, Admin admin, String reason) {
        Overrides overrides = Overrides.NONE.withState(override(state, Optional.empty()));
        assertThat(DesiredState.of(Verdict.failed("no answer"), overrides, OptionalInt.empty()))
                .isEqualTo(new DesiredState(
                        health,
                        Optional.ofNullable(admin),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        Reason.of(reason)));
    }

    @Test
    void weightReplacesThatOfTheServiceAndAServicesWeightOf0MeansDrain() {
        Verdict idle = new Verdict(
                Health.UP, Optional.empty(), new Capacity(OptionalInt.of(0), OptionalInt.empty()), Reason.NONE, false);
        DesiredState drain = DesiredState.of(idle, Overrides.NONE, OptionalInt.empty());
        assertThat(drain.isDrain()).isTrue();
        assertThat(drain.weight()).isEmpty();
        Overrides overrides = Overrides.NONE.withWeight(override(70, Optional.empty()));
        assertThat(DesiredState.of(idle, overrides, OptionalInt.empty()).weight())
                .hasValue(70);
    }

    @ParameterizedTest
    @CsvSource({"77, 10, 10", "77, , 77", ", 10, ", ", , "})
    void limitOfTheServiceIsUsedOnlyWithAConfiguredMaxconn(Integer own, Integer reported, Integer sent) {
        Verdict verdict = new Verdict(
                Health.UP, Optional.empty(), new Capacity(OptionalInt.empty(), optional(reported)), Reason.NONE, false);
        assertThat(DesiredState.of(verdict, Overrides.NONE, optional(own)).maxConnections())
                .isEqualTo(optional(sent));
    }

    @Test
    void stateAndWeightEndIndependently() {
        Overrides both = Overrides.NONE
                .withState(override(State.DOWN, Optional.of(NOW)))
                .withWeight(override(30, Optional.of(NOW.plusNanos(1))));
        assertThat(both.withoutExpired(() -> NOW.minusNanos(1))).isEqualTo(both);
        assertThat(both.withoutExpired(() -> NOW)).isEqualTo(new Overrides(Optional.empty(), both.weight()));
        assertThat(both.withoutExpired(() -> NOW.plusNanos(1))).isEqualTo(Overrides.NONE);
        assertThat(both.isEmpty()).isFalse();
        assertThat(Overrides.NONE.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101, -1})
    void weightOutOfRangeIsRejected(int percent) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Overrides.NONE.withWeight(override(percent, Optional.empty())))
                .withMessage("weight: " + percent + " must be 1 to 100 percent");
        Overrides.NONE.withWeight(override(1, Optional.empty())).withWeight(override(100, Optional.empty()));
    }

    @Test
    void wordsOfStatesAreLowerCase() {
        assertThat(State.ofWord("drain")).isEqualTo(State.DRAIN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> State.ofWord("Drain"))
                .withMessage("'Drain' must be one of up, down, stopped, drain, maint");
    }

    private static OptionalInt optional(Integer number) {
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private static <T> OperatorOverride<T> override(T value, Optional<Instant> until) {
        return new OperatorOverride<>(value, Reason.of("why"), "ann", NOW, until);
    }
}
