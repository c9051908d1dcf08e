/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio;

import io.hcbridge.bridge.eosio.allow.AllowRefusal;
import io.hcbridge.bridge.log.RateLimitedLog;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.protocol.agent.Reason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts rejected requests and logs them, at most one line for each reason in {@value #PERIOD_SECONDS} s. */
final class EosioLog {
    private static final Logger LOG = LoggerFactory.getLogger(EosioLog.class);
    private static final long PERIOD_SECONDS = 10;

    private final BridgeMetrics metrics;
    private final Map<AllowRefusal, RateLimitedLog> refused = new EnumMap<>(AllowRefusal.class);

    /** @param nanoTime a monotonic clock in nanoseconds */
    EosioLog(BridgeMetrics metrics, LongSupplier nanoTime) {
        this.metrics = metrics;
        for (AllowRefusal why : AllowRefusal.values()) {
            refused.put(why, new RateLimitedLog(Duration.ofSeconds(PERIOD_SECONDS), nanoTime));
        }
    }

    /** @param what the rejected part of the request, unchanged */
    void refused(AllowRefusal why, String what) {
        metrics.rejected(rejection(why));
        RateLimitedLog limit = refused.get(why);
        if (limit != null) {
            limit.next()
                    .ifPresent(more -> LOG.warn(
                            "eosio: refused '{}': {}{}", Reason.of(what).text(), why.words(), more));
        }
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
