/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The meters of the reports that a service pushes for one target. Written by the event loop, read by any thread. */
final class ReportMeters {
    private final LongSupplier nanoTime;
    private final AtomicLong count = new AtomicLong();

    private volatile long lastNanos;

    ReportMeters(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastNanos = nanoTime.getAsLong();
    }

    void received() {
        count.incrementAndGet();
        lastNanos = nanoTime.getAsLong();
    }

    long count() {
        return count.get();
    }

    /** Returns the time since the last report, or since the creation. */
    long ageNanos() {
        return nanoTime.getAsLong() - lastNanos;
    }
}
