/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** The meters of the reports that a service pushes for one target. Written by the event loop, read by any thread. */
final class ReportMeters {
    private final MeterRegistry registry;
    private final String target;
    private final LongSupplier nanoTime;
    private final LongAdder count = new LongAdder();
    private final List<Meter> bound = new ArrayList<>();

    private volatile long lastNanos;

    ReportMeters(MeterRegistry registry, String target, LongSupplier nanoTime) {
        this.registry = registry;
        this.target = target;
        this.nanoTime = nanoTime;
        this.lastNanos = nanoTime.getAsLong();
    }

    void bind() {
        bound.add(FunctionCounter.builder("hcbridge.push.reports", count, LongAdder::doubleValue)
                .description("Reports that the service of the target has pushed")
                .tag("target", target)
                .register(registry));
        bound.add(TimeGauge.builder(
                        "hcbridge.push.report.age", () -> nanoTime.getAsLong() - lastNanos, TimeUnit.NANOSECONDS)
                .description("Time since the last report of the target, or since it was added if there was none")
                .tag("target", target)
                .register(registry));
    }

    void received() {
        count.increment();
        lastNanos = nanoTime.getAsLong();
    }

    void unbind() {
        bound.forEach(registry::remove);
    }
}
