/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** The times between the last polls by one client address. Belongs to the event loop. */
final class PolledAddress {
    /** Number of gaps that count. */
    static final int GAPS = 10;

    private static final int FORGOTTEN_AFTER_GAPS = 10;
    private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final long assumedNanos;
    private final long[] gaps = new long[GAPS];
    private int count;
    private long lastPoll;

    /** @param assumedNanos gap until there is a second poll */
    PolledAddress(long firstPoll, long assumedNanos) {
        this.assumedNanos = assumedNanos;
        this.lastPoll = firstPoll;
    }

    void polled(long now) {
        gaps[count % GAPS] = Math.max(1, now - lastPoll);
        count = count == 2 * GAPS - 1 ? GAPS : count + 1;
        lastPoll = now;
    }

    long longestNanos() {
        return count == 0 ? assumedNanos : Arrays.stream(gaps).max().orElseThrow();
    }

    boolean isForgotten(long now) {
        return now - lastPoll > Math.max(KEPT_NANOS, FORGOTTEN_AFTER_GAPS * longestNanos());
    }
}
