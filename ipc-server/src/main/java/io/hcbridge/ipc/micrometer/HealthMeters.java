/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.micrometer;

import io.hcbridge.ipc.check.CheckListener;
import io.hcbridge.ipc.check.CheckState;
import io.hcbridge.ipc.check.CheckStatistics;
import io.hcbridge.ipc.check.HealthRegistry;
import io.hcbridge.protocol.health.HealthKind;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Meters of the checks of a registry. They follow the checks that are added and removed.
 *
 * <pre>{@code
 * new HealthMeters(registry).bindTo(meterRegistry);
 * }</pre>
 *
 * <p>The meters have the tags {@code check} and {@code kind} ({@code live}, {@code ready} or {@code started}). Prometheus shows their names with
 * underscores:
 *
 * <ul>
 *   <li>{@code health.check.state}: 1 if the check is up, otherwise 0
 *   <li>{@code health.check.duration}: number and total time of the runs
 *   <li>{@code health.check.failures}: number of failed runs
 * </ul>
 */
public final class HealthMeters implements MeterBinder {
    private static final CheckStatistics NONE = new CheckStatistics(0, 0, Duration.ZERO);

    private final HealthRegistry registry;

    public HealthMeters(HealthRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Binding binding = new Binding(registry, meters);
        registry.addListener(binding);
        registry.lastReport(HealthKind.READINESS).checks().forEach(binding::added);
    }

    /** The meters in one meter registry. The registry's listener adds and removes them. */
    private static final class Binding implements CheckListener {
        private final HealthRegistry registry;
        private final MeterRegistry meters;
        private final Map<String, List<Meter>> byCheck = new ConcurrentHashMap<>();

        Binding(HealthRegistry registry, MeterRegistry meters) {
            this.registry = registry;
            this.meters = meters;
        }

        @Override
        public void changed(CheckState before, CheckState after) {
            // The gauge reads the state.
        }

        @Override
        public void added(CheckState state) {
            byCheck.computeIfAbsent(state.name(), name -> register(state));
        }

        @Override
        public void removed(CheckState state) {
            List<Meter> removed = byCheck.remove(state.name());
            if (removed != null) {
                removed.forEach(meters::remove);
            }
        }

        private List<Meter> register(CheckState state) {
            String name = state.name();
            Tags tags = Tags.of("check", name, "kind", state.kind().verb());
            return List.of(
                    Gauge.builder("health.check.state", registry, checks -> isUp(checks, name) ? 1 : 0)
                            .strongReference(true)
                            .description("1 if the check is up, otherwise 0")
                            .tags(tags)
                            .register(meters),
                    FunctionTimer.builder(
                                    "health.check.duration",
                                    registry,
                                    checks -> statistics(checks, name).runs(),
                                    checks -> statistics(checks, name).time().toNanos(),
                                    TimeUnit.NANOSECONDS)
                            .description("Runs of the check")
                            .tags(tags)
                            .register(meters),
                    FunctionCounter.builder(
                                    "health.check.failures",
                                    registry,
                                    checks -> statistics(checks, name).failures())
                            .description("Failed runs of the check")
                            .tags(tags)
                            .register(meters));
        }

        private static boolean isUp(HealthRegistry checks, String name) {
            return checks.state(name).map(CheckState::isUp).orElse(false);
        }

        private static CheckStatistics statistics(HealthRegistry checks, String name) {
            return checks.statistics(name).orElse(NONE);
        }
    }
}
