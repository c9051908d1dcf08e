/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Starts the probes that are due, a few in each turn of the event loop. Between two turns the loop handles checks. Without this limit, the
 * overdue probes of thousands of targets after a pause would delay each check by their sum. Belongs to the event loop.
 */
public final class ProbeStarts {
    /** Number of probes in one turn of the loop. A probe takes about 50 µs. */
    static final int SLICE = 16;

    private final Timers timers;
    private final Queue<Runnable> due = new ArrayDeque<>();
    private boolean isScheduled;

    ProbeStarts(Timers timers) {
        this.timers = timers;
    }

    /** Runs {@code start} in one of the next turns of the loop. */
    void add(Runnable start) {
        due.add(start);
        schedule();
    }

    private void schedule() {
        if (!isScheduled && !due.isEmpty()) {
            isScheduled = true;
            // A timer that a timer sets runs in the loop's next turn, after the poll of that turn.
            timers.schedule(0, this::startSome);
        }
    }

    private void startSome() {
        isScheduled = false;
        try {
            for (int i = 0; i < SLICE && !due.isEmpty(); i++) {
                due.remove().run();
            }
        } finally {
            schedule();
        }
    }
}
