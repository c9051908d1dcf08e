/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.override.OperatorOverride.State;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Who is told what, and for how long. */
final class SteeringTest {
    private static final Duration READY_FOR = Duration.ofSeconds(30);

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private SteeringState saved = SteeringState.EMPTY;
    private Steering steering = restarted();

    private Steering restarted() {
        StateStore store = new StateStore() {
            @Override
            public SteeringState load() {
                return saved;
            }

            @Override
            public void save(SteeringState state) {
                saved = state;
            }
        };
        return new Steering(READY_FOR, () -> now, store);
    }

    @Test
    void readyIsSaidForAsLongAsItTakesHoweverOftenItIsAskedFor() {
        drainAndClear("10.0.0.1");
        for (int second = 0; second < READY_FOR.toSeconds(); second++) {
            assertThat(ask("10.0.0.1")).isEqualTo("ready up\n");
            pass(Duration.ofSeconds(1));
        }
        assertThat(ask("10.0.0.1")).isEqualTo("ready up\n");
        assertThat(ask("10.0.0.1")).isEqualTo("up\n");
    }

    @Test
    void readyIsSaidThreeTimesHoweverSeldomItIsAskedFor() {
        drainAndClear("10.0.0.1");
        for (int i = 0; i < 3; i++) {
            assertThat(ask("10.0.0.1")).isEqualTo("ready up\n");
            pass(Duration.ofMinutes(5));
        }
        assertThat(ask("10.0.0.1")).isEqualTo("up\n");
    }

    @Test
    void whoWasToldNothingIsNeverSentReady() {
        drainAndClear("10.0.0.1");
        assertThat(ask("10.0.0.2")).isEqualTo("up\n");
    }

    @Test
    void debtsSurviveARestartAndAreDroppedAfterSevenDaysWithoutAPoll() {
        drainAndClear("10.0.0.1");
        drainAndClear("10.0.0.2");
        steering = restarted();
        pass(Duration.ofDays(6));
        assertThat(ask("10.0.0.1")).isEqualTo("ready up\n");
        pass(Duration.ofDays(2));
        // Whatever is saved next is saved without the debt of an address that has not asked for 8 days.
        drainAndClear("10.0.0.3");
        assertThat(saved.accounts().keySet())
                .extracting(Steering.ResetKey::address)
                .containsExactlyInAnyOrder("10.0.0.1", "10.0.0.3");
    }

    @Test
    void anOverrideEndsByItself() {
        steering.setState("orders", drain(Optional.of(now.plusSeconds(10))));
        assertThat(ask("10.0.0.1")).isEqualTo("drain up #set by ann: deploy 42\n");
        pass(Duration.ofSeconds(10));
        assertThat(ask("10.0.0.1")).isEqualTo("ready up\n");
    }

    private void drainAndClear(String address) {
        steering.setState("orders", drain(Optional.empty()));
        assertThat(ask(address)).startsWith("drain up");
        steering.clear("orders");
    }

    private OperatorOverride<State> drain(Optional<Instant> until) {
        return new OperatorOverride<>(State.DRAIN, Reason.of("deploy 42"), "ann", now, until);
    }

    private String ask(String address) {
        return steering.reply("orders", Verdict.UP, address, OptionalInt.empty(), false)
                .render();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
