/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.standby;

import java.time.Duration;

/**
 * Decides whether an event loop stands still, from samples that another thread takes. A sample counts for at most twice the time between two
 * samples, because a process that was stopped or suspended has not sampled, and its loop is not stuck. Belongs to one thread.
 */
final class StallDetector {
    private final long limitNanos;
    private final long mostPerSample;
    private long lastTurns;
    private long lastSample;
    private long stalledNanos;

    /**
     * @param limit time without a turn of the loop after which it counts as stuck
     * @param period time between two samples
     */
    StallDetector(Duration limit, Duration period, long nanos) {
        this.limitNanos = limit.toNanos();
        this.mostPerSample = 2 * period.toNanos();
        this.lastSample = nanos;
    }

    /**
     * Records a sample.
     *
     * @param turns number of times that a task has run on the loop
     * @param nanos monotonic time
     * @return whether the loop is stuck
     */
    boolean isStuck(long turns, long nanos) {
        stalledNanos = turns == lastTurns ? stalledNanos + Math.min(nanos - lastSample, mostPerSample) : 0;
        lastTurns = turns;
        lastSample = nanos;
        return stalledNanos >= limitNanos;
    }
}
