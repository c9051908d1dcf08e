/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A clock that advances only during {@link #sleep}. It runs actions at given times. */
final class ScriptedTime implements MonotonicTime {
    /** An action at a given time. */
    interface TimedAction {
        void happen() throws Exception;
    }

    /** The start value. Monotonic time may overflow; with this value, it overflows within the first second. */
    private static final long START = Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(500);

    private final NavigableMap<Long, TimedAction> events = new TreeMap<>();
    private volatile long passed;

    /** Adds an action that runs {@code millis} after the start. */
    ScriptedTime at(long millis, TimedAction event) {
        events.put(TimeUnit.MILLISECONDS.toNanos(millis), event);
        return this;
    }

    /** Returns the milliseconds since the start. */
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
