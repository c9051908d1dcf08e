/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.Place;
import io.hcbridge.bridge.config.key.Sourced;
import io.hcbridge.bridge.probe.health.DiscoveredProbeConfig;
import io.hcbridge.bridge.probe.health.HealthProbeConfig;
import io.hcbridge.bridge.probe.health.HealthProbeKeys;
import java.util.function.BiFunction;

/**
 * A rule of discovery whose sources are not all read yet.
 *
 * @param values values of {@link DiscoverKeys}
 * @param targets what its targets have in common
 */
record DiscoverDraft(KeyValues values, TargetDraft targets) {
    /** A valid name for the template, which no target has. */
    private static final String TEMPLATE = "discovered";

    Place place() {
        return targets.place();
    }

    /** Sets the directory of the template, so that it is a whole target. An invalid value stays an invalid value. */
    void complete() {
        if (values.isSet(DiscoverKeys.DIRECTORIES)) {
            targets.probe()
                    .set(
                            HealthProbeKeys.DIRECTORY,
                            values.sourced(DiscoverKeys.DIRECTORIES).stream()
                                    .map(pattern ->
                                            new Sourced<>(pattern.value().parent(), pattern.place()))
                                    .toList());
        }
    }

    /**
     * Creates the rule.
     *
     * @param toTarget creates a target from its name and its draft
     */
    DiscoverConfig build(BiFunction<String, TargetDraft, TargetConfig> toTarget) {
        TargetConfig template = toTarget.apply(TEMPLATE, targets);
        return new DiscoverConfig(
                values.get(DiscoverKeys.DIRECTORIES),
                values.get(DiscoverKeys.NAME),
                values.get(DiscoverKeys.FORGET_AFTER),
                template,
                new DiscoveredProbeConfig((HealthProbeConfig) template.probe()));
    }
}
