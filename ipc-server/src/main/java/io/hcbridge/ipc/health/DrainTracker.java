/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Decides when a draining server may close. It may close when every client of {@code status} has probably received a reply with the
 * drain. The tracker estimates this time: twice the longest interval between two requests after the first such reply. Then each
 * client has received the drain, even if one reply was lost. Thread-safe.
 */
final class DrainTracker {
    /** Interval between two checks of the shared state. Also the shortest wait after a reply, which needs time to be written. */
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

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

    /** Records a reply to {@code status}. {@code drained} is true if the reply stops new traffic: drain, maint or stopped. */
    synchronized void recordReply(boolean drained) {
        long now = time.nanoTime();
        if (requests > 0) {
            longestGap = Math.max(longestGap, now - lastRequest);
        }
        requests++;
        lastRequest = now;
        if (drained && !drainSent) {
            drainSentAt = now;
        }
        drainSent = drained;
    }

    /** Ends all waits. */
    synchronized void cancel() {
        cancelled = true;
    }

    /** Waits until the server may close, but at most for {@code atMost}. Returns at once if there was no request for {@code status}. */
    void await(Duration atMost) throws InterruptedException {
        long start = time.nanoTime();
        // Unlike toNanos(), convert() does not throw on overflow.
        long limit = TimeUnit.NANOSECONDS.convert(atMost);
        for (long left = left(start, limit); left > 0; left = left(start, limit)) {
            time.sleep(Math.min(left, POLL_NANOS));
        }
    }

    private synchronized long left(long start, long limit) {
        if (requests == 0 || cancelled) {
            return 0;
        }
        long now = time.nanoTime();
        long untilLimit = limit - (now - start);
        // One request alone gives no interval.
        boolean unknown = !drainSent || requests == 1;
        long enough = Math.max(2 * longestGap, POLL_NANOS);
        return unknown ? untilLimit : Math.min(untilLimit, enough - (now - drainSentAt));
    }
}
