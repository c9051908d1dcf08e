/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.transport;

import java.time.Duration;

/** A point in monotonic time, shared by several waits. Immutable. */
public final class Deadline {
    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    /** Returns a deadline at the current time plus {@code duration}. */
    public static Deadline after(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** Returns whether the deadline has passed. */
    public boolean isOver() {
        return nanos - System.nanoTime() <= 0;
    }

    /** Returns the remaining time, rounded up: a wait of this length ends after the deadline. Returns 0 if the deadline has passed. */
    public long remainingMillis() {
        return Math.max(0, (nanos - System.nanoTime() + 999_999) / 1_000_000);
    }

    /** Returns the given time or the remaining time, whichever is shorter. */
    public Duration atMost(Duration time) {
        return Duration.ofNanos(Math.min(time.toNanos(), Math.max(0, nanos - System.nanoTime())));
    }

    /**
     * Waits for the given time, but at most until the deadline.
     *
     * @return false if the deadline has passed, or if the thread was interrupted; its interrupt flag stays set
     */
    public boolean pause(long millis) {
        try {
            Thread.sleep(Math.min(millis, remainingMillis()));
            return !isOver();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
