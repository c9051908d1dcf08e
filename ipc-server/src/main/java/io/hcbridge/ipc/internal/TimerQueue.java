/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tasks with a time each, the earliest first. Belongs to the listener's thread.
 *
 * @param <T> the tasks
 */
public final class TimerQueue<T> {
    /** One wish; {@code at} is a value of {@link System#nanoTime()}. */
    public record Timer<T>(long at, long number, T task) implements Comparable<Timer<T>> {
        @Override
        public int compareTo(Timer<T> other) {
            // By difference, as nanoTime() may overflow.
            int byTime = Long.signum(at - other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final TreeSet<Timer<T>> alarms = new TreeSet<>();
    private long count;

    /** Has {@code task} onTimeout at that time. */
    public Timer<T> set(long at, T task) {
        Timer<T> alarm = new Timer<>(at, count++, task);
        alarms.add(alarm);
        return alarm;
    }

    /** Takes a wish back, if it has not been fulfilled. */
    public void cancel(Timer<T> alarm) {
        alarms.remove(alarm);
    }

    /** The earliest alarm whose time has come, taken out; null if there is none. */
    public @Nullable T pollDue(long now) {
        if (alarms.isEmpty() || alarms.first().at() - now > 0) {
            return null;
        }
        return alarms.pollFirst().task();
    }

    /** When the earliest alarm is due, but {@code latest} at the latest. */
    public long nextAt(long latest) {
        return alarms.isEmpty() || alarms.first().at() - latest > 0
                ? latest
                : alarms.first().at();
    }
}
