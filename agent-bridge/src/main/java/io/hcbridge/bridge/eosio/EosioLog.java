/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio;

import io.hcbridge.bridge.eosio.allow.AllowRefusal;
import io.hcbridge.bridge.log.RateLimitedLog;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.probe.eosio.EosioEndpoint;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts rejected requests and logs them, and logs changes of endpoints. Requests can name any number of endpoints, so each kind of line has
 * a limit: one for each reason and one for a new endpoint in {@value #PERIOD_SECONDS} s, and one for a change in {@value
 * #CHANGE_SECONDS} s.
 */
final class EosioLog {
    private static final Logger LOG = LoggerFactory.getLogger(EosioLog.class);
    private static final long PERIOD_SECONDS = 10;
    private static final long CHANGE_SECONDS = 1;

    private final BridgeMetrics metrics;
    private final Map<AllowRefusal, RateLimitedLog> refused = new EnumMap<>(AllowRefusal.class);
    private final RateLimitedLog found;
    private final RateLimitedLog changed;

    /** @param nanoTime a monotonic clock in nanoseconds */
    EosioLog(BridgeMetrics metrics, LongSupplier nanoTime) {
        this.metrics = metrics;
        this.found = new RateLimitedLog(Duration.ofSeconds(PERIOD_SECONDS), nanoTime);
        this.changed = new RateLimitedLog(Duration.ofSeconds(CHANGE_SECONDS), nanoTime);
        for (AllowRefusal why : AllowRefusal.values()) {
            refused.put(why, new RateLimitedLog(Duration.ofSeconds(PERIOD_SECONDS), nanoTime));
        }
    }

    /**
     * @param what the rejected part of the request, unchanged
     * @param detail behind the reason, possibly empty
     */
    void refused(AllowRefusal why, String what, String detail) {
        metrics.rejected(rejection(why));
        RateLimitedLog limit = refused.get(why);
        if (limit != null) {
            limit.next()
                    .ifPresent(more -> LOG.warn(
                            "eosio: refused '{}': {}{}{}", Reason.of(what).text(), why.words(), detail, more));
        }
    }

    /** @param last null for an endpoint that was not queried before */
    void changed(EosioEndpoint endpoint, @Nullable Health last, Verdict now) {
        String from = last == null ? "unknown" : TargetMeters.label(last);
        String why = now.reason().text();
        (last == null ? found : changed)
                .next()
                .ifPresent(more -> LOG.info(
                        "eosio {}: {} -> {}{}{}",
                        endpoint,
                        from,
                        TargetMeters.label(now.health()),
                        why.isEmpty() ? "" : ": " + why,
                        more));
    }

    private static Rejection rejection(AllowRefusal why) {
        return switch (why) {
            case URL -> Rejection.EOSIO_URL;
            case NOT_LISTED -> Rejection.EOSIO_NOT_LISTED;
            case HOST_FIELD -> Rejection.EOSIO_HOST_FIELD;
            case ADDRESS -> Rejection.EOSIO_ADDRESS;
        };
    }
}
