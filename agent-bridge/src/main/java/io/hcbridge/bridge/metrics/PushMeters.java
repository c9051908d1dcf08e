/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The meters of the group to which services push reports. Thread-safe. */
public final class PushMeters {
    /** Why a report has no effect; a value of the label {@code reason}. */
    public enum RefusedReport {
        /** The request is not a report. */
        MALFORMED,
        /** No target has the name. */
        UNKNOWN_TARGET,
        /** The target is not of the kind {@code push}. */
        NOT_PUSHED,
        /** The process runs as a user who may not report for the target. */
        WRONG_USER
    }

    private final Map<RefusedReport, Counter> refused = new EnumMap<>(RefusedReport.class);
    private final Counter foreignMasters;
    private volatile boolean isMaster;

    PushMeters(MeterRegistry registry) {
        for (RefusedReport reason : RefusedReport.values()) {
            refused.put(
                    reason,
                    Counter.builder("hcbridge.push.refused.reports")
                            .description("Requests to the group that had no effect")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        foreignMasters = Counter.builder("hcbridge.push.foreign.masters")
                .description("Number of times that another process was the master of the group instead of the bridge")
                .register(registry);
        Gauge.builder("hcbridge.push.master", () -> isMaster ? 1 : 0)
                .description("1 while the bridge is the master of the group and receives reports")
                .register(registry);
    }

    public void refused(RefusedReport reason) {
        Counter counter = refused.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    public void foreignMaster() {
        foreignMasters.increment();
    }

    public void master(boolean isMasterNow) {
        isMaster = isMasterNow;
    }
}
