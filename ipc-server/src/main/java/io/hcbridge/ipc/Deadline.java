/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc;

import java.time.Duration;

/** A point of monotonic time that several waits share. Immutable. */
public final class Deadline {
    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    /** Returns the deadline that is this long from now. */
    public static Deadline after(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** Whether the time has passed. */
    public boolean isOver() {
        return nanos - System.nanoTime() <= 0;
    }

    /** The time left, rounded up, so that a wait of this length ends after the deadline; 0 if it has passed. */
    public long remainingMillis() {
        return Math.max(0, (nanos - System.nanoTime() + 999_999) / 1_000_000);
    }

    /** The given time, or the time left if that is less. */
    public Duration atMost(Duration time) {
        return Duration.ofNanos(Math.min(time.toNanos(), Math.max(0, nanos - System.nanoTime())));
    }

    /**
     * Waits, but not beyond the deadline.
     *
     * @return false if the deadline has passed, or the thread was interrupted; its interrupt flag stays set
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
