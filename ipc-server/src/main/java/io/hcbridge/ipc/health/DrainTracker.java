/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Decides when a draining server may close. It may close when every client has probably received the drain. Thread-safe.
 *
 * <p>A client of {@code status} is HAProxy's agent, which passes the drain on when HAProxy polls it. If the agent queries the server for
 * each poll, the longest interval between two queries estimates HAProxy's poll interval. If the agent queries at its own rate, it states
 * the poll interval in its requests. After the first reply with the drain, the tracker waits for the next query and the next poll, or for
 * two polls if these take longer. Then each client has received the drain, even if one reply was lost.
 */
final class DrainTracker {
    /** Interval between two checks of the shared state. Also the shortest wait after a reply, which needs time to be written. */
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Number of stated poll intervals that count, the newest ones. Several agents may state different ones. */
    private static final int STATED = 16;

    private static final OptionalInt NOT_POLLED = OptionalInt.of(0);

    private final MonotonicTime time;

    // Guarded by this.
    private long requests;
    private boolean hasReplied;
    private long lastRequest;
    private long longestGap;
    private final long[] statedGaps = new long[STATED];
    private long statedCount;
    private boolean drainSent;
    private long drainSentAt;
    private boolean cancelled;

    DrainTracker(MonotonicTime time) {
        this.time = time;
    }

    /**
     * Records a reply to {@code status}.
     *
     * @param drained whether the reply stops new traffic: drain, maint or stopped
     * @param pollGapMillis the number in the request. A request with 0 does not count, because no client polls the one that sent it
     */
    synchronized void recordReply(boolean drained, OptionalInt pollGapMillis) {
        if (pollGapMillis.equals(NOT_POLLED)) {
            return;
        }
        long now = time.nanoTime();
        if (hasReplied) {
            longestGap = Math.max(longestGap, now - lastRequest);
        }
        hasReplied = true;
        lastRequest = now;
        record(drained, pollGapMillis, now);
    }

    /**
     * Records a report that a bridge has received. The bridge knows the state at once, so only the time between two polls of the bridge
     * counts.
     *
     * @param drained whether the report stops new traffic: drain, maint or stopped
     * @param pollGapMillis the number in the bridge's response. A response with 0 does not count, because no client polls the bridge
     */
    synchronized void recordPush(boolean drained, int pollGapMillis) {
        if (pollGapMillis > 0) {
            record(drained, OptionalInt.of(pollGapMillis), time.nanoTime());
        }
    }

    private void record(boolean drained, OptionalInt pollGapMillis, long now) {
        requests++;
        if (pollGapMillis.isPresent()) {
            statedGaps[(int) (statedCount % STATED)] = TimeUnit.MILLISECONDS.toNanos(pollGapMillis.getAsInt());
            statedCount++;
        }
        if (drained && !drainSent) {
            drainSentAt = now;
        }
        drainSent = drained;
    }

    /** Ends all waits. */
    synchronized void cancel() {
        cancelled = true;
    }

    /** Waits until the server may close, but at most for {@code atMost}. Returns at once if no request for {@code status} counted. */
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
        // One request without a number gives no interval.
        boolean unknown = !drainSent || (requests == 1 && statedCount == 0);
        long poll =
                statedCount == 0 ? longestGap : Arrays.stream(statedGaps).max().orElseThrow();
        long enough = Math.max(poll + Math.max(poll, longestGap), POLL_NANOS);
        return unknown ? untilLimit : Math.min(untilLimit, enough - (now - drainSentAt));
    }
}
