/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The connections that want to be woken, the earliest first. Belongs to the listener's thread. */
final class Alarms {
    /** One wish; {@code at} is a value of {@link System#nanoTime()}. */
    record Alarm(long at, long number, UnixConnection connection) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            // By difference, as nanoTime() may overflow.
            int byTime = Long.signum(at - other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final TreeSet<Alarm> alarms = new TreeSet<>();
    private long count;

    Alarm set(long at, UnixConnection connection) {
        Alarm alarm = new Alarm(at, count++, connection);
        alarms.add(alarm);
        return alarm;
    }

    void cancel(Alarm alarm) {
        alarms.remove(alarm);
    }

    /** The earliest alarm whose time has come, taken out; null if there is none. */
    @Nullable
    UnixConnection pollDue(long now) {
        if (alarms.isEmpty() || alarms.first().at() - now > 0) {
            return null;
        }
        return alarms.pollFirst().connection();
    }

    /** When the earliest alarm is due, but {@code latest} at the latest. */
    long nextAt(long latest) {
        return alarms.isEmpty() || alarms.first().at() - latest > 0
                ? latest
                : alarms.first().at();
    }
}
