/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.Health;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that hold for random results at random times. */
final class StabilityPropertyTest {
    private static final int RUNS = 400;
    private static final int RESULTS = 300;
    private static final List<Verdict> VERDICTS = List.of(
            Verdict.UP,
            Verdict.UP,
            Verdict.UP,
            Verdict.down("no"),
            Verdict.failed("gone"),
            Verdict.failed("refused"),
            Verdict.withdrawn("no .hc-socket"));

    private record Step(Verdict newest, Verdict shown, long nanos) {
        boolean isUp() {
            return shown.health() == Health.UP;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void changesNeedTheirRowsAndFlappingIsBounded(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            StabilityRules rules = rules(random);
            List<Step> steps = steps(random, rules);
            String context = "seed " + seed + ", run " + run + ", " + rules;
            assertThat(steps.get(0).shown()).as(context).isEqualTo(steps.get(0).newest());
            checkRows(steps, rules, context);
            rules.flap().ifPresent(rule -> checkFlap(steps, rule, context));
        }
    }

    private static StabilityRules rules(Random random) {
        Optional<FlapRule> flap = random.nextBoolean()
                ? Optional.empty()
                : Optional.of(new FlapRule(
                        2 + random.nextInt(5),
                        Duration.ofSeconds(1 + random.nextInt(60)),
                        Duration.ofSeconds(1 + random.nextInt(60))));
        return new StabilityRules(1 + random.nextInt(5), 1 + random.nextInt(5), flap);
    }

    private static List<Step> steps(Random random, StabilityRules rules) {
        long now = random.nextLong();
        // Services that rarely and often change.
        int sameInOf = 1 + random.nextInt(8);
        Verdict newest = VERDICTS.get(random.nextInt(VERDICTS.size()));
        Stability stability = Stability.START;
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < RESULTS; i++) {
            now += Duration.ofMillis(10 + random.nextInt(3000)).toNanos();
            if (random.nextInt(sameInOf) == 0) {
                newest = VERDICTS.get(random.nextInt(VERDICTS.size()));
            }
            stability = stability.after(newest, now, rules);
            steps.add(new Step(newest, stability.verdict(now, rules), now));
            assertThat(stability.flaps().changes().size())
                    .isLessThanOrEqualTo(rules.flap().map(FlapRule::changes).orElse(0));
        }
        return steps;
    }

    /**
     * Checks all steps against the rule in plain words: up changes after {@code fall} results that are not up or a withdrawal, and not up
     * changes after {@code rise} results that are up. Only a hold may differ from it.
     */
    private static void checkRows(List<Step> steps, StabilityRules rules, String context) {
        boolean isUp = steps.get(0).newest().health() == Health.UP;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (isUp) {
                isUp = !step.newest().isWithdrawn() && !lastAre(steps, i, rules.fall(), false);
            } else {
                isUp = lastAre(steps, i, rules.rise(), true);
            }
            boolean isHeld = step.shown().reason().text().startsWith("flapping");
            assertThat(step.isUp()).as(context + ", result " + i).isEqualTo(isUp && !isHeld);
        }
    }

    /** Returns whether the last {@code row} results up to {@code i} are all up, or all not up. */
    private static boolean lastAre(List<Step> steps, int i, int row, boolean up) {
        return i + 1 >= row
                && steps.subList(i + 1 - row, i + 1).stream()
                        .allMatch(step -> (step.newest().health() == Health.UP) == up);
    }

    /** In any time of {@code within}, there are at most {@code changes} changes before a hold, and two for each further hold. */
    private static void checkFlap(List<Step> steps, FlapRule rule, String context) {
        long holds = rule.within().dividedBy(rule.hold()) + 1;
        Deque<Long> changes = new ArrayDeque<>();
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).isUp() != steps.get(i - 1).isUp()) {
                long now = steps.get(i).nanos();
                changes.add(now);
                while (now - changes.getFirst() >= rule.within().toNanos()) {
                    changes.removeFirst();
                }
                assertThat(changes.size()).as(context + ", result " + i).isLessThanOrEqualTo((int)
                        (rule.changes() + 2 * holds));
            }
        }
    }
}
