/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Decides when a draining server may close: when every client of {@code status} has probably received a reply with the drain. This
 * is estimated from the requests: twice the longest gap between two of them gives every client a turn, even if one reply is lost.
 * Thread-safe.
 */
final class DrainTracker {
    /** Longest delay until a change by another thread is noticed. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final MonotonicTime time;

    // Guarded by this.
    private long requests;
    private long lastRequest;
    private long longestGap;
    private boolean drainSent;
    private long drainSentAt;
    private boolean cancelled;

    DrainTracker(MonotonicTime time) {
        this.time = time;
    }

    /** Records a reply to {@code status}; {@code out} says whether it keeps traffic away. */
    synchronized void answered(boolean out) {
        long now = time.nanoTime();
        if (requests > 0) {
            longestGap = Math.max(longestGap, now - lastRequest);
        }
        requests++;
        lastRequest = now;
        if (out && !drainSent) {
            drainSentAt = now;
        }
        drainSent = out;
    }

    /** Ends all waits. */
    synchronized void cancel() {
        cancelled = true;
    }

    /** Waits until the server may close, for {@code atMost}. Returns at once if no client has ever asked. */
    void await(Duration atMost) throws InterruptedException {
        long start = time.nanoTime();
        // Unlike toNanos(), it does not overflow.
        long limit = TimeUnit.NANOSECONDS.convert(atMost);
        for (long left = left(start, limit); left > 0; left = left(start, limit)) {
            time.sleep(Math.min(left, LOOK_NANOS));
        }
    }

    private synchronized long left(long start, long limit) {
        if (requests == 0 || cancelled) {
            return 0;
        }
        long now = time.nanoTime();
        long untilLimit = limit - (now - start);
        // A single request tells nothing about the time of the next one.
        boolean open = !drainSent || requests == 1;
        // At least long enough for the reply to be written.
        long enough = Math.max(2 * longestGap, LOOK_NANOS);
        return open ? untilLimit : Math.min(untilLimit, enough - (now - drainSentAt));
    }
}
