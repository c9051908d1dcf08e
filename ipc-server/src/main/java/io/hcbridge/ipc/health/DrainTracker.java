/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When a server that takes no more traffic may go: once everyone has heard of it. That is guessed from how often {@code status}
 * was asked: twice the longest gap between two questions leaves each asker a turn, even if one reply is lost. Thread-safe.
 */
final class DrainTracker {
    /** So late at the most is noticed what another thread did. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final MonotonicTime time;

    // Guarded by this.
    private long questions;
    private long lastQuestion;
    private long longestGap;
    private boolean told;
    private long toldAt;
    private boolean cancelled;

    DrainTracker(MonotonicTime time) {
        this.time = time;
    }

    /** A {@code status} is being answered; {@code out} if by a line that keeps traffic away. */
    synchronized void answered(boolean out) {
        long now = time.nanoTime();
        if (questions > 0) {
            longestGap = Math.max(longestGap, now - lastQuestion);
        }
        questions++;
        lastQuestion = now;
        if (out && !told) {
            toldAt = now;
        }
        told = out;
    }

    /** Lets everyone who waits go. */
    synchronized void cancel() {
        cancelled = true;
    }

    /** Waits until the server may go, {@code atMost} at the longest, and not at all if nobody has ever asked. */
    void await(Duration atMost) throws InterruptedException {
        long start = time.nanoTime();
        // Unlike toNanos(), not too small for the durations that mean for ever.
        long limit = TimeUnit.NANOSECONDS.convert(atMost);
        for (long left = left(start, limit); left > 0; left = left(start, limit)) {
            time.sleep(Math.min(left, LOOK_NANOS));
        }
    }

    private synchronized long left(long start, long limit) {
        if (questions == 0 || cancelled) {
            return 0;
        }
        long now = time.nanoTime();
        long untilLimit = limit - (now - start);
        // Of a single question nobody can tell when the next one comes.
        boolean open = !told || questions == 1;
        // A moment in any case, for the reply to leave.
        long enough = Math.max(2 * longestGap, LOOK_NANOS);
        return open ? untilLimit : Math.min(untilLimit, enough - (now - toldAt));
    }
}
