/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.ipc.group.Election.Change;
import io.hcbridge.ipc.internal.SafeLog;
import java.util.List;
import java.util.function.Consumer;

/** The thread that takes part in the election, every 100 ms. Thread-safe. */
final class Candidacy implements AutoCloseable {
    private static final long STEP_MILLIS = 100;
    /** After an unexpected error, so that the log is not flooded. */
    private static final long PAUSE_MILLIS = 5000;

    private final Election election;
    private final Consumer<Change> changes;
    private final Thread thread;
    private volatile boolean isClosed;

    /** {@code changes} is called outside of all locks. */
    Candidacy(String group, Election election, Consumer<Change> changes) {
        this.election = election;
        this.changes = changes;
        thread = new Thread(this::run, "group " + group + " election");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean isMaster() {
        return election.isMaster();
    }

    /** Releases the lock at once. */
    @Override
    public void close() {
        isClosed = true;
        tell(election.close());
        thread.interrupt();
    }

    private void run() {
        while (!isClosed) {
            long pause = STEP_MILLIS;
            try {
                tell(election.step());
            } catch (Throwable e) {
                SafeLog.warn(Candidacy.class, "group: the election continues after an error", e);
                pause = PAUSE_MILLIS;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                // The node closes, or a listener was interrupted by its own code; the loop finds out.
            }
        }
    }

    private void tell(List<Change> news) {
        news.forEach(changes);
    }
}
