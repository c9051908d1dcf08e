/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.log.RateLimitedLog;
import io.hcbridge.bridge.probe.BridgeFault;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of all sessions of a server. It logs at most one line of each kind in {@value #PERIOD_SECONDS} s. */
final class SessionLog {
    private static final Logger LOG = LoggerFactory.getLogger(SessionLog.class);
    private static final long PERIOD_SECONDS = 10;

    private final Logger log;
    private final RateLimitedLog refused;
    private final RateLimitedLog unknownTargets;
    private final RateLimitedLog faults;

    /** @param nanoTime a monotonic clock in nanoseconds */
    SessionLog(LongSupplier nanoTime) {
        this(LOG, nanoTime);
    }

    SessionLog(Logger log, LongSupplier nanoTime) {
        this.log = log;
        Duration period = Duration.ofSeconds(PERIOD_SECONDS);
        refused = new RateLimitedLog(period, nanoTime);
        unknownTargets = new RateLimitedLog(period, nanoTime);
        faults = new RateLimitedLog(period, nanoTime);
    }

    void refused(Client client, String why) {
        refused.next().ifPresent(more -> log.warn("client {}: refused: {}{}", client, why, more));
    }

    /** @param name a valid target name, without control characters */
    void unknownTarget(Client client, String name) {
        unknownTargets.next().ifPresent(more -> log.warn("client {}: unknown target '{}'{}", client, name, more));
    }

    void fault(String target, BridgeFault fault) {
        faults.next()
                .ifPresent(more -> log.error(
                        "target {}: check closed without a reply: fault of the bridge: {}{}",
                        target,
                        fault.what(),
                        more));
    }
}
