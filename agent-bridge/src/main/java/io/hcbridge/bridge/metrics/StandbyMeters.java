/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** The meters of a bridge in a group. Thread-safe. */
public final class StandbyMeters {
    /** What a bridge does in its group; a value of the label {@code role}. */
    private enum Role {
        STANDBY,
        MASTER,
        STOPPING
    }

    private final Counter elections;
    private volatile Role current = Role.STANDBY;
    private volatile IntSupplier standbys = () -> 0;
    private volatile long takeoverNanos;

    StandbyMeters(MeterRegistry registry) {
        for (Role role : Role.values()) {
            Gauge.builder("hcbridge.group.role", () -> role == current ? 1 : 0)
                    .description("1 for the role of this bridge in its group, 0 for the others")
                    .tag("role", role.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        elections = Counter.builder("hcbridge.group.elections")
                .description("Elections that this bridge has won")
                .register(registry);
        Gauge.builder("hcbridge.group.standbys", () -> standbys.getAsInt())
                .description("Standbys that have the listening sockets of this bridge; 0 on a standby")
                .register(registry);
        TimeGauge.builder("hcbridge.group.takeover", () -> takeoverNanos, TimeUnit.NANOSECONDS)
                .description("Time from the last election of this bridge until it accepted checks; 0 before")
                .register(registry);
    }

    /** Sets the source of the number of standbys. */
    public void standbys(IntSupplier number) {
        standbys = number;
    }

    /** Counts an election that this bridge has won. */
    public void elected() {
        elections.increment();
    }

    /** Records that this bridge accepts checks. */
    public void tookOver(Duration time) {
        takeoverNanos = time.toNanos();
        current = Role.MASTER;
    }

    /** Records that this bridge leaves the group. */
    public void stopping() {
        current = Role.STOPPING;
    }
}
