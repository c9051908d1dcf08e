/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Lets one log line pass in each period and counts those that it held back. Belongs to one thread. */
final class RateLimitedLog {
    private final long periodNanos;
    private final LongSupplier nanoTime;

    private long passedAt;
    private boolean passedOne;
    private long heldBack;

    RateLimitedLog(Duration period, LongSupplier nanoTime) {
        this.periodNanos = period.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Empty if the line is to be held back, else what to write behind it. */
    Optional<String> next() {
        long now = nanoTime.getAsLong();
        if (passedOne && now - passedAt < periodNanos) {
            heldBack++;
            return Optional.empty();
        }
        String suffix = heldBack == 0 ? "" : " (and " + heldBack + " more since the last such line)";
        passedOne = true;
        passedAt = now;
        heldBack = 0;
        return Optional.of(suffix);
    }
}
