/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc;

import java.time.Duration;

/** A point of monotonic time that several waits share. */
public final class Deadline {
    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    /** So long from now. */
    public static Deadline after(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** Whether the time has passed. */
    public boolean isOver() {
        return nanos - System.nanoTime() <= 0;
    }

    /** Rounded up, so that a wait of so long ends behind the deadline; 0 once it is over. */
    public long remainingMillis() {
        return Math.max(0, (nanos - System.nanoTime() + 999_999) / 1_000_000);
    }

    /** The given time, or what is left if that is less. */
    public Duration atMost(Duration time) {
        return Duration.ofNanos(Math.min(time.toNanos(), Math.max(0, nanos - System.nanoTime())));
    }

    /**
     * Waits, but never past the deadline.
     *
     * @return false if the deadline is over, or the thread was interrupted, which stays to be seen on it
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
