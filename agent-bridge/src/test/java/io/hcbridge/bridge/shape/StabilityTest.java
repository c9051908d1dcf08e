/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which verdict counts after a sequence of results. */
final class StabilityTest {
    private static final long SECOND = 1_000_000_000L;
    private static final StabilityRules FLAP =
            new StabilityRules(1, 1, Optional.of(new FlapRule(3, Duration.ofSeconds(10), Duration.ofSeconds(5))));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // rise | fall | results | verdicts
                "1 | 1 | up, down, up | up, down, up",
                "3 | 3 | down, up, up, up | down, down, down, up",
                "3 | 3 | up, down, down, down | up, up, up, down",
                "2 | 2 | up, down, up, down, up | up, up, up, up, up",
                "2 | 2 | down, up, down, up, down | down, down, down, down, down",
                // Down and failed are both not up. The newest one is shown, and both count for a row.
                "3 | 2 | down, failed fail, down | down, failed fail, down",
                "1 | 3 | up, down, failed fail, down | up, up, up, down",
                "3 | 1 | down, failed fail, up, up, failed fail | down, failed fail, failed fail, failed fail, failed fail",
                // The service decides itself.
                "1 | 3 | up, stopped | up, stopped",
                "1 | 3 | up, down, stopped | up, up, stopped",
                "2 | 3 | up, stopped, up, up | up, stopped, stopped, up",
                "1 | 3 | up, drain up, up | up, drain up, up",
                "1 | 3 | up, maint up 50% | up, maint up 50%",
                "1 | 3 | up 50%, up 20% | up 50%, up 20%",
                // A drain counts although the health is held back, and stays when the service then ends.
                "1 | 3 | up, drain down, failed fail, failed fail | up, drain up, drain up, failed fail",
                "3 | 1 | down, drain up 50% | down, drain down 50%",
                "3 | 1 | drain down, up | drain down, down",
                // A weight counts only in a reply that is up.
                "1 | 3 | up 50%, down 20%, down | up 50%, up 50%, up 50%",
                // The reason is that of the verdict that counts.
                "1 | 2 | up #a, down #b, down #c | up #a, up #a, down #c",
            })
    void rowDecidesAndTheServicesOwnDecisionsTakeEffectAtOnce(int rise, int fall, String results, String verdicts)
            throws Exception {
        StabilityRules rules = new StabilityRules(rise, fall, Optional.empty());
        Stability stability = Stability.START;
        List<String> seen = new ArrayList<>();
        for (String line : results.split(", ", -1)) {
            stability = stability.after(verdict(line), 0, rules);
            seen.add(stability.verdict(0, rules).line());
        }
        assertThat(String.join(", ", seen)).isEqualTo(verdicts);
    }

    @Test
    void withdrawnServiceIsNotHeldUp() {
        StabilityRules rules = new StabilityRules(3, 3, Optional.empty());
        Verdict withdrawn = Verdict.withdrawn("no .hc-socket");
        Stability stability = Stability.START.after(Verdict.UP, 0, rules).after(withdrawn, 0, rules);
        assertThat(stability.verdict(0, rules)).isEqualTo(withdrawn);
        assertThat(stability.after(Verdict.UP, 0, rules).verdict(0, rules).isWithdrawn())
                .isTrue();
    }

    @Test
    void flappingTargetIsHeldDownUntilItIsQuiet() {
        assertThat(run("up@0 down@1 up@2", FLAP)).containsExactly("up", "down", "up");
        // The third change begins a hold of 5 s.
        assertThat(run("up@0 down@1 up@2 down@3 up@7 up@8 up@12", FLAP))
                .containsExactly(
                        "up",
                        "down",
                        "up",
                        "down #flapping: 3 changes in 10s",
                        "down #flapping: 3 changes in 10s",
                        "down #flapping: 3 changes in 10s",
                        "up");
    }

    @Test
    void changesThatAreFarApartAreNoFlapping() {
        assertThat(run("up@0 down@1 up@6 down@11 up@16 down@21", FLAP)).doesNotContain("flapping");
        assertThat(run("up@0 down@1 up@6 down@11", FLAP)).endsWith("down");
    }

    @Test
    void heldTargetKeepsItsOwnDecisions() {
        assertThat(run("up@0 down@1 up@2 down@3 drain,up@4 stopped@5", FLAP))
                .endsWith("drain down #flapping: 3 changes in 10s", "stopped");
    }

    @Test
    void heldDownFailureSaysNothingAboutTheServicesDrain() {
        Stability stability = Stability.START;
        long now = 0;
        for (Verdict verdict : List.of(Verdict.UP, Verdict.down("x"), Verdict.UP, Verdict.failed("y"))) {
            stability = stability.after(verdict, now += SECOND, FLAP);
        }
        assertThat(stability.verdict(now, FLAP).isReport()).isFalse();
        assertThat(stability.after(Verdict.UP, now, FLAP).verdict(now, FLAP).isReport())
                .isTrue();
    }

    @Test
    void descriptionHasTheCountsOfARowAndTheRestOfAHold() {
        StabilityRules rules = new StabilityRules(3, 2, FLAP.flap());
        Stability up = Stability.START.after(Verdict.UP, 0, rules);
        assertThat(up.describe(0, rules)).isEmpty();
        assertThat(up.isPending()).isFalse();
        Stability falling = up.after(Verdict.failed("x"), 0, rules);
        assertThat(falling.isPending()).isTrue();
        assertThat(falling.describe(0, rules)).isEqualTo("1 of fall: 2 results that are not up");
        Stability rising = falling.after(Verdict.failed("x"), 0, rules).after(Verdict.UP, 0, rules);
        assertThat(rising.describe(0, rules)).isEqualTo("1 of rise: 3 results that are up");
        Stability held = Stability.START;
        for (Verdict verdict : List.of(Verdict.UP, Verdict.down("x"), Verdict.UP, Verdict.down("y"))) {
            held = held.after(verdict, 0, FLAP);
        }
        assertThat(held.describe(SECOND, FLAP)).isEqualTo("held down for another 4s");
        assertThat(held.describe(5 * SECOND, FLAP)).isEmpty();
    }

    @Test
    void rulesOutsideTheirRangesAreRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StabilityRules(0, 1, Optional.empty()))
                .withMessage("rise: 0 must be 1 to 100");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StabilityRules(1, 101, Optional.empty()))
                .withMessage("fall: 101 must be 1 to 100");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FlapRule(1, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .withMessage("changes: 1 must be 2 to 100");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FlapRule(2, Duration.ZERO, Duration.ofSeconds(1)))
                .withMessage("within: 0ms must be positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FlapRule(2, Duration.ofSeconds(1), Duration.ZERO))
                .withMessage("hold: 0ms must be positive");
    }

    /** @param script results with their seconds, like {@code up@0 down@1}; a comma stands for a blank */
    private static List<String> run(String script, StabilityRules rules) {
        Stability stability = Stability.START;
        List<String> lines = new ArrayList<>();
        for (String step : script.split(" ", -1)) {
            String[] parts = step.split("@", -1);
            // An origin near the overflow of a monotonic clock must not matter.
            long now = Long.MAX_VALUE - 2 * SECOND + Long.parseLong(parts[1]) * SECOND;
            stability = stability.after(verdict(parts[0].replace(',', ' ')), now, rules);
            lines.add(stability.verdict(now, rules).line());
        }
        return lines;
    }

    private static Verdict verdict(String line) {
        try {
            AgentReply reply = AgentReply.parse(line.strip());
            assertThat(reply.admin()).isNotEqualTo(Optional.of(Admin.READY));
            return new Verdict(reply.health().orElseThrow(), reply.admin(), reply.capacity(), reply.reason(), false);
        } catch (io.hcbridge.protocol.ProtocolException e) {
            throw new AssertionError(e);
        }
    }
}
