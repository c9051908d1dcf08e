/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.DurationRange;
import io.hcbridge.ipc.internal.Durations;
import java.time.Duration;

/** When a target is probed. Its constructors throw {@link IllegalArgumentException} if a value breaks a rule below. */
public sealed interface ProbeSchedule {
    /** A probe for each check, unless one is running. */
    ProbeSchedule ON_DEMAND = new OnDemand(Duration.ZERO);

    /**
     * A probe when a check needs it.
     *
     * @param cacheFor time for which checks share a result, zero or within {@link #CACHE_FOR}
     */
    record OnDemand(Duration cacheFor) implements ProbeSchedule {
        static final DurationRange CACHE_FOR = new DurationRange(Duration.ofMillis(1), Duration.ofHours(1));

        public OnDemand {
            if (!cacheFor.isZero()) {
                CACHE_FOR.check(cacheFor);
            }
        }
    }

    /** No probes, because the service reports by itself. */
    record Reported() implements ProbeSchedule {}

    /**
     * Probes on a clock of the bridge.
     *
     * @param interval time between the starts of two probes, within {@link #INTERVAL}
     * @param fastInterval the same while a change is pending, at most {@code interval}
     * @param maxStale age from which a result is not used any more, from {@code interval} to that of {@link #MAX_STALE}
     */
    record Background(Duration interval, Duration fastInterval, Duration maxStale) implements ProbeSchedule {
        static final DurationRange INTERVAL = new DurationRange(Duration.ofMillis(10), Duration.ofHours(1));
        static final DurationRange MAX_STALE = new DurationRange(Duration.ofMillis(10), Duration.ofDays(1));
        private static final int INTERVALS_UNTIL_STALE = 3;

        public Background {
            INTERVAL.check(interval);
            INTERVAL.check(fastInterval);
            MAX_STALE.check(maxStale);
            require(fastInterval.compareTo(interval) <= 0, fastRule(fastInterval, interval));
            require(maxStale.compareTo(interval) >= 0, staleRule(maxStale, interval));
        }

        /** Returns the age from which a result is not used any more where none is configured. */
        static Duration defaultMaxStale(Duration interval, Duration timeout) {
            return interval.multipliedBy(INTERVALS_UNTIL_STALE).plus(timeout);
        }

        static String fastRule(Duration fastInterval, Duration interval) {
            return Durations.format(fastInterval) + " must be at most interval (" + Durations.format(interval) + ")";
        }

        static String staleRule(Duration maxStale, Duration interval) {
            return Durations.format(maxStale) + " must be at least interval (" + Durations.format(interval) + ")";
        }

        private static void require(boolean rule, String message) {
            if (!rule) {
                throw new IllegalArgumentException(message);
            }
        }
    }
}
