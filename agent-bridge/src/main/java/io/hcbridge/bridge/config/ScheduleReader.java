/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.ProbeSchedule.Background;
import io.hcbridge.bridge.config.ProbeSchedule.OnDemand;
import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.Sourced;
import io.hcbridge.bridge.shape.FlapRule;
import io.hcbridge.bridge.shape.StabilityRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads when a target is probed and how its results are damped. */
final class ScheduleReader {
    private static final List<ConfigKey<?>> FLAP =
            List.of(TargetKeys.FLAP_CHANGES, TargetKeys.FLAP_WITHIN, TargetKeys.FLAP_HOLD);
    private static final List<ConfigKey<?>> NEEDING_INTERVAL = List.of(
            TargetKeys.FAST_INTERVAL,
            TargetKeys.MAX_STALE,
            TargetKeys.RISE,
            TargetKeys.FALL,
            TargetKeys.FLAP_CHANGES,
            TargetKeys.FLAP_WITHIN,
            TargetKeys.FLAP_HOLD);

    private final KeyValues values;

    /** @param values values of {@link TargetKeys} */
    ScheduleReader(KeyValues values) {
        this.values = values;
    }

    /** Finds values that contradict each other. */
    void check(ConfigErrors errors) {
        if (!values.isSet(TargetKeys.INTERVAL)) {
            for (ConfigKey<?> key : NEEDING_INTERVAL) {
                values.sourced(key).forEach(set -> errors.add(set.place(), "needs an interval in this target"));
            }
            return;
        }
        values.sourced(TargetKeys.CACHE_FOR)
                .forEach(set -> errors.add(set.place(), "has no effect with interval, which answers from memory"));
        for (Sourced<Duration> interval : values.sourced(TargetKeys.INTERVAL)) {
            values.sourced(TargetKeys.FAST_INTERVAL).stream()
                    .filter(fast -> fast.value().compareTo(interval.value()) > 0)
                    .forEach(fast -> errors.add(fast.place(), Background.fastRule(fast.value(), interval.value())));
            values.sourced(TargetKeys.MAX_STALE).stream()
                    .filter(stale -> stale.value().compareTo(interval.value()) < 0)
                    .forEach(stale -> errors.add(stale.place(), Background.staleRule(stale.value(), interval.value())));
        }
    }

    /** Returns whether the probes have a clock of their own. */
    boolean isBackground() {
        return values.isSet(TargetKeys.INTERVAL);
    }

    /** @param timeout time limit of one probe */
    ProbeSchedule schedule(Duration timeout) {
        Optional<Duration> interval = values.find(TargetKeys.INTERVAL);
        if (interval.isEmpty()) {
            return new OnDemand(values.find(TargetKeys.CACHE_FOR).orElse(Duration.ZERO));
        }
        return new Background(
                interval.get(),
                values.find(TargetKeys.FAST_INTERVAL).orElse(interval.get()),
                values.find(TargetKeys.MAX_STALE).orElseGet(() -> Background.defaultMaxStale(interval.get(), timeout)));
    }

    StabilityRules stability() {
        boolean hasFlap = FLAP.stream().anyMatch(values::isSet);
        return new StabilityRules(
                values.get(TargetKeys.RISE),
                values.get(TargetKeys.FALL),
                hasFlap
                        ? Optional.of(new FlapRule(
                                values.get(TargetKeys.FLAP_CHANGES),
                                values.get(TargetKeys.FLAP_WITHIN),
                                values.get(TargetKeys.FLAP_HOLD)))
                        : Optional.empty());
    }
}
