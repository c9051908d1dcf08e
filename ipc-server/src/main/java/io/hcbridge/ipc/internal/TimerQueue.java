/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Timers, ordered by time. Only the listener's thread may use it.
 *
 * @param <T> type of the tasks
 */
public final class TimerQueue<T> {
    /** One timer. {@code at} is a value of {@link System#nanoTime()}. {@code number} orders timers with the same time. */
    public record Timer<T>(long at, long number, T task) implements Comparable<Timer<T>> {
        @Override
        public int compareTo(Timer<T> other) {
            // Compares the difference, because nanoTime() may overflow.
            int byTime = Long.signum(at - other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final TreeSet<Timer<T>> timers = new TreeSet<>();
    private long count;

    /** Adds a timer for {@code task}. */
    public Timer<T> set(long at, T task) {
        Timer<T> timer = new Timer<>(at, count++, task);
        timers.add(timer);
        return timer;
    }

    /** Removes a timer; has no effect if it has fired. */
    public void cancel(Timer<T> timer) {
        timers.remove(timer);
    }

    /** Removes the earliest timer that is due and returns its task. Returns null if none is due. */
    public @Nullable T pollDue(long now) {
        if (timers.isEmpty() || timers.first().at() - now > 0) {
            return null;
        }
        return timers.pollFirst().task();
    }

    /** Returns the time of the earliest timer, or {@code latest} if that is earlier. */
    public long nextAt(long latest) {
        return timers.isEmpty() || timers.first().at() - latest > 0
                ? latest
                : timers.first().at();
    }
}
