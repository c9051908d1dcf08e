/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is to be woken, such as connections, the earliest first. Belongs to the listener's thread.
 *
 * @param <T> what is woken
 */
public final class Alarms<T> {
    /** One wish; {@code at} is a value of {@link System#nanoTime()}. */
    public record Alarm<T>(long at, long number, T sleeper) implements Comparable<Alarm<T>> {
        @Override
        public int compareTo(Alarm<T> other) {
            // By difference, as nanoTime() may overflow.
            int byTime = Long.signum(at - other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final TreeSet<Alarm<T>> alarms = new TreeSet<>();
    private long count;

    /** Has {@code sleeper} woken at that time. */
    public Alarm<T> set(long at, T sleeper) {
        Alarm<T> alarm = new Alarm<>(at, count++, sleeper);
        alarms.add(alarm);
        return alarm;
    }

    /** Takes a wish back, if it has not been fulfilled. */
    public void cancel(Alarm<T> alarm) {
        alarms.remove(alarm);
    }

    /** The earliest alarm whose time has come, taken out; null if there is none. */
    public @Nullable T pollDue(long now) {
        if (alarms.isEmpty() || alarms.first().at() - now > 0) {
            return null;
        }
        return alarms.pollFirst().sleeper();
    }

    /** When the earliest alarm is due, but {@code latest} at the latest. */
    public long nextAt(long latest) {
        return alarms.isEmpty() || alarms.first().at() - latest > 0
                ? latest
                : alarms.first().at();
    }
}
