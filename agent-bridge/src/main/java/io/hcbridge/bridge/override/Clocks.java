/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of the bridge. Durations are measured with the monotonic clock, which cannot be set. The wall clock is used for the end
 * times of overrides and for all times that people or a later process read.
 *
 * @param nanoTime nanoseconds from an arbitrary origin, like {@link System#nanoTime}
 */
public record Clocks(InstantSource wall, LongSupplier nanoTime) {
    /** The system clocks. */
    public static final Clocks SYSTEM = new Clocks(InstantSource.system(), System::nanoTime);

    /** Longest age that is converted. It prevents an overflow, and no rule depends on a longer age. */
    private static final Duration MAX_AGE = Duration.ofDays(365);

    Instant now() {
        return wall.instant();
    }

    long nanos() {
        return nanoTime.getAsLong();
    }

    /** Returns the wall time of a past monotonic time. */
    Instant toWall(long nanos) {
        return now().minusNanos(nanos() - nanos);
    }

    /**
     * Returns the monotonic time of a past wall time. A future time, which occurs after the wall clock was set back, is treated as now.
     */
    long toNanos(Instant moment) {
        Duration age = Duration.between(moment, now());
        if (age.isNegative()) {
            age = Duration.ZERO;
        }
        return nanos() - (age.compareTo(MAX_AGE) > 0 ? MAX_AGE : age).toNanos();
    }
}
