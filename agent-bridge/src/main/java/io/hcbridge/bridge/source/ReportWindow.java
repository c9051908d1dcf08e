/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time since which every report of a service would have arrived. Only silence within it says something about a service. It begins when
 * the bridge becomes the master of the group, and begins again after a pause of the process or the machine. Belongs to one event loop.
 */
public final class ReportWindow {
    /** Time between two calls of {@link #look}, at most. */
    public static final long LOOK_MILLIS = 100;

    /** Time without a look that is a pause. Less than half of the shortest TTL, within which a service reports at least twice. */
    static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final LongSupplier nanoTime;
    private boolean isOpen;
    private long sinceNanos;
    private long lookedNanos;

    /** Creates a window that is not open. */
    public ReportWindow(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Begins the window now. */
    public void open() {
        isOpen = true;
        sinceNanos = nanoTime.getAsLong();
        lookedNanos = sinceNanos;
    }

    /** Ends the window. No report can arrive until it opens again. */
    public void close() {
        isOpen = false;
    }

    /** Finds a pause. Called regularly. */
    public void look() {
        long now = nanoTime.getAsLong();
        if (now - lookedNanos > PAUSE_NANOS) {
            sinceNanos = now;
        }
        lookedNanos = now;
    }

    /** Returns the length of the window in nanoseconds; empty if it is not open. */
    OptionalLong lengthNanos() {
        look();
        return isOpen ? OptionalLong.of(lookedNanos - sinceNanos) : OptionalLong.empty();
    }
}
