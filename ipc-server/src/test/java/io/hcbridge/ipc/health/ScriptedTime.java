/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Time that passes only where somebody sleeps, and what happens in it. */
final class ScriptedTime implements MonotonicTime {
    /** Something at a point of time. */
    interface TimedAction {
        void happen() throws Exception;
    }

    /** Monotonic time may be anything, and wraps: here within the first second. */
    private static final long START = Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(500);

    private final NavigableMap<Long, TimedAction> events = new TreeMap<>();
    private volatile long passed;

    /** Lets it happen so many milliseconds after the start. */
    ScriptedTime at(long millis, TimedAction event) {
        events.put(TimeUnit.MILLISECONDS.toNanos(millis), event);
        return this;
    }

    /** Milliseconds since the start. */
    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(passed);
    }

    @Override
    public long nanoTime() {
        return START + passed;
    }

    @Override
    public void sleep(long nanos) throws InterruptedException {
        long end = passed + nanos;
        while (!events.isEmpty() && events.firstKey() <= end) {
            passed = events.firstKey();
            happen(events.pollFirstEntry().getValue());
        }
        passed = end;
    }

    private static void happen(TimedAction event) throws InterruptedException {
        try {
            event.happen();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
