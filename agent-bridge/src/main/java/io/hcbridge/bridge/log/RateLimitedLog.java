/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.log;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Limits log lines to one in each period, and counts the suppressed lines. Thread-safe. */
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

    /** Returns the suffix of a line that can be logged now, which is often empty. Returns no value if the line must be suppressed. */
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
