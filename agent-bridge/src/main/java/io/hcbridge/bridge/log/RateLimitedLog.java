/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.log;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Passes at most one log line per period and counts the lines in between. Any thread may use it. */
public final class RateLimitedLog {
    private final long periodNanos;
    private final LongSupplier nanoTime;

    private long passedAt;
    private boolean passedOne;
    private long suppressed;

    /** @param nanoTime a monotonic clock in nanoseconds */
    public RateLimitedLog(Duration period, LongSupplier nanoTime) {
        this.periodNanos = period.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Returns a suffix for the line that may be logged now, often empty text; returns no value if the line must be suppressed. */
    public synchronized Optional<String> next() {
        long now = nanoTime.getAsLong();
        if (passedOne && now - passedAt < periodNanos) {
            suppressed++;
            return Optional.empty();
        }
        String suffix = suppressed == 0 ? "" : " (and " + suppressed + " more since the last such line)";
        passedOne = true;
        passedAt = now;
        suppressed = 0;
        return Optional.of(suffix);
    }
}
