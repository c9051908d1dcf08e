/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** The meters of reloads. The configuration of the start counts as the first success. Thread-safe. */
public final class ReloadMeters {
    private final InstantSource clock;
    private volatile boolean isOk = true;
    private volatile long lastSuccessMillis;

    ReloadMeters(MeterRegistry registry, InstantSource clock) {
        this.clock = clock;
        this.lastSuccessMillis = clock.millis();
        Gauge.builder("hcbridge.config.reload.success", () -> isOk ? 1 : 0)
                .description(
                        "1 if the last reload of the configuration succeeded; 0 while an older configuration is in use")
                .register(registry);
        TimeGauge.builder("hcbridge.config.last.reload.timestamp", () -> lastSuccessMillis, TimeUnit.MILLISECONDS)
                .description("Time of the last successful reload, or of the start, in seconds since 1970")
                .register(registry);
    }

    public void succeeded() {
        lastSuccessMillis = clock.millis();
        isOk = true;
    }

    public void failed() {
        isOk = false;
    }
}
