/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.HaproxyModel.By;
import io.hcbridge.protocol.agent.Admin;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random histories of one target. Events are: replies, failures and withdrawals of the service, overrides, restarts and crashes of the
 * bridge, restarts of HAProxy, steps of the wall clock, and operators' commands to HAProxy. Three HAProxies poll the bridge, two of them
 * from one address. The test checks the lines and the model of HAProxy.
 */
class OverridePropertyTest {
    private static final int STEPS = 25_000;
    private static final int POLLS_TO_CONVERGE = 3;

    @ParameterizedTest
    @CsvSource({"1, false", "2, true", "3, false", "4, true"})
    void haproxyReachesTheDesiredStateAndKeepsItsOperatorsSettings(long seed, boolean reportOnly) {
        BridgeSimulation world = new BridgeSimulation(new Random(seed), reportOnly);
        for (int step = 0; step < STEPS; step++) {
            world.step();
            for (PollingHaproxy haproxy : world.haproxies()) {
                if (haproxy.pollsSinceChange() >= POLLS_TO_CONVERGE) {
                    check(world, haproxy, "seed " + seed + ", step " + step + ", " + haproxy);
                }
            }
        }
        assertThat(world.readies()).as("replies with ready").isGreaterThan(100);
        assertThat(world.keptOperatorSettings())
                .as("replies that met an operator's setting")
                .isGreaterThan(100);
        assertThat(world.service().failuresWhileDrained())
                .as("failed probes of a service that had reported drain or maint")
                .isGreaterThan(100);
        assertThat(world.service().withdrawals())
                .as("probes of a service that was closed on purpose")
                .isGreaterThan(100);
    }

    private static void check(BridgeSimulation world, PollingHaproxy haproxy, String when) {
        HaproxyModel model = haproxy.model();
        world.intendsUp().ifPresent(up -> assertThat(model.running()).as(when).isEqualTo(up));
        Optional<Admin> admin = world.intendedAdmin();
        if (admin.isPresent()) {
            assertThat(model.admin()).as(when).isEqualTo(word(admin.get()));
        } else if (model.adminBy() == By.AGENT) {
            assertThat(model.admin()).as(when).isEqualTo("ready");
        }
        if (admin.equals(Optional.of(Admin.DRAIN))) {
            // The weight is sent together with "ready".
            return;
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
