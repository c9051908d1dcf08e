/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of discovery. Thread-safe. */
public final class DiscoveryMeters {
    private final AtomicInteger services = new AtomicInteger();
    private final Counter failedScans;

    DiscoveryMeters(MeterRegistry registry) {
        Gauge.builder("hcbridge.discovery.services", services, AtomicInteger::get)
                .description("Discovered services that are present")
                .register(registry);
        failedScans = Counter.builder("hcbridge.discovery.failed.scans")
                .description("Scans for services that failed and changed nothing")
                .register(registry);
    }

    public void discovered(int present) {
        services.set(present);
    }

    public void scanFailed() {
        failedScans.increment();
    }
}
