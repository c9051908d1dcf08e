/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** When a {@link HealthPusher} checks the service and when it pushes. Not thread-safe. */
final class PushTimes {
    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;
    private long checkAt;
    /** Nothing is pushed before. */
    private long earliestPush;
    /** An unchanged report is pushed then. */
    private long latestPush;

    PushTimes() {
        this(System::nanoTime);
    }

    /** @param nanoTime a monotonic clock in nanoseconds */
    PushTimes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        checkAt = nanoTime.getAsLong();
        earliestPush = checkAt;
        latestPush = checkAt;
    }

    boolean isCheckDue() {
        return isReached(checkAt);
    }

    void checkStarted(long untilNext) {
        checkAt = in(untilNext);
    }

    /** @param isChanged whether the report differs from the last one that was pushed */
    boolean isPushDue(boolean isChanged) {
        return isReached(earliestPush) && (isChanged || isReached(latestPush));
    }

    /** Makes a report due, for a new master. */
    void pushNow() {
        earliestPush = in(0);
        latestPush = earliestPush;
    }

    void pushed(long minGap, long maxGap) {
        earliestPush = in(minGap);
        latestPush = in(maxGap);
    }

    void failed(long retry) {
        earliestPush = in(retry);
        latestPush = earliestPush;
    }

    /**
     * Returns the time until something is due, at least 1 ms.
     *
     * @param hasReport whether there is anything to push
     */
    long millisToWait(boolean isChecking, boolean hasReport) {
        long now = nanoTime.getAsLong();
        // The end of the checks wakes the thread.
        long toCheck = isChecking ? IDLE_NANOS : checkAt - now;
        // A report may already have changed and wait for the earliest time.
        long toPush = earliestPush - now > 0 ? earliestPush - now : latestPush - now;
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(hasReport ? Math.min(toCheck, toPush) : toCheck) + 1);
    }

    private boolean isReached(long time) {
        return time - nanoTime.getAsLong() <= 0;
    }

    private long in(long millis) {
        return nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
