/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of the bridge. Durations are measured by the monotonic one, which no administrator sets; the wall clock serves the
 * ends that operators set, and whatever a person or the next process reads.
 *
 * @param nanoTime nanoseconds from an arbitrary origin, like {@link System#nanoTime}
 */
public record Clocks(InstantSource wall, LongSupplier nanoTime) {
    /** The clocks of this machine. */
    public static final Clocks SYSTEM = new Clocks(InstantSource.system(), System::nanoTime);

    /** Beyond this age no rule makes a difference any more; it keeps the conversion from overflowing. */
    private static final Duration MAX_AGE = Duration.ofDays(365);

    Instant now() {
        return wall.instant();
    }

    long nanos() {
        return nanoTime.getAsLong();
    }

    /** Returns the wall time of a past moment of the monotonic clock. */
    Instant toWall(long nanos) {
        return now().minusNanos(nanos() - nanos);
    }

    /** Returns the monotonic time of a past moment; a moment in the future counts as now, since the wall clock was set. */
    long toNanos(Instant moment) {
        Duration age = Duration.between(moment, now());
        if (age.isNegative()) {
            age = Duration.ZERO;
        }
        return nanos() - (age.compareTo(MAX_AGE) > 0 ? MAX_AGE : age).toNanos();
    }
}
