/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.HaproxyModel.By;
import io.hcbridge.protocol.agent.Admin;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random lives of one target: verdicts, overrides, restarts of bridge and HAProxy, operators on HAProxy itself, and polls of three
 * HAProxies, two of them behind one address. Each is judged by what a bystander sees: the lines, and the model of HAProxy.
 */
class SteeringPropertyTest {
    private static final int STEPS = 25_000;
    private static final int POLLS_TO_CONVERGE = 3;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void haproxyBecomesWhatTheBridgeIntendsAndKeepsWhatItsOperatorSet(long seed) {
        SteeredWorld world = new SteeredWorld(new Random(seed));
        for (int step = 0; step < STEPS; step++) {
            world.step();
            for (PollingHaproxy haproxy : world.haproxies()) {
                if (haproxy.pollsSinceChange() >= POLLS_TO_CONVERGE) {
                    check(world, haproxy, "seed " + seed + ", step " + step + ", " + haproxy);
                }
            }
        }
        assertThat(world.readies())
                .as("the word whose cause is checked was said")
                .isGreaterThan(100);
        assertThat(world.keptOperatorSettings())
                .as("an operator's setting met polls")
                .isGreaterThan(100);
    }

    private static void check(SteeredWorld world, PollingHaproxy haproxy, String when) {
        HaproxyModel model = haproxy.model();
        assertThat(model.running()).as(when).isEqualTo(world.intendsUp());
        if (world.intendedAdmin().isPresent()) {
            assertThat(model.admin())
                    .as(when)
                    .isEqualTo(word(world.intendedAdmin().get()));
        } else if (model.adminBy() == By.AGENT) {
            assertThat(model.admin()).as(when).isEqualTo("ready");
        }
        if (world.intendedWeight().isPresent()) {
            assertThat(model.weight()).as(when).isEqualTo(world.intendedWeight().getAsInt());
        } else if (model.weightBy() == By.AGENT) {
            assertThat(model.weight()).as(when).isEqualTo(Shown.WEIGHT);
        }
    }

    private static String word(Admin admin) {
        return admin.name().toLowerCase(Locale.ROOT);
    }
}
