/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.internal.transport.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs all checks of a service in rounds. The checks of a round run in parallel. All requests during a round share its result. A
 * round ends when all checks have ended, or at its time limit. Checks that have not ended then are interrupted. Thread-safe.
 */
final class HealthChecks implements AutoCloseable {
    private final List<CheckRunner> runners = new ArrayList<>();
    private final Duration limit;
    private final ExecutorService threads = Executors.newCachedThreadPool(HealthChecks::thread);

    // Guarded by this.
    private @Nullable Round round;

    /**
     * Creates the checks.
     *
     * @param checks checks by name; a single check may have an empty name
     * @param limit time limit of one round
     */
    HealthChecks(Map<String, HealthCheck> checks, Duration limit) {
        this.limit = limit;
        checks.forEach((name, check) -> runners.add(new CheckRunner(name, check)));
    }

    /** Returns the time limit of one round. */
    Duration limit() {
        return limit;
    }

    /**
     * Joins the current round, or starts one.
     *
     * @param inline runs a task, which may block, on the caller's thread after this method has returned; returns false if it cannot
     * @param callback called once, on any thread, with the reason why the service is unhealthy or with an empty text if it is healthy;
     *     must not block
     */
    void run(Predicate<Runnable> inline, Consumer<String> callback) {
        expire();
        Round started;
        synchronized (this) {
            if (round != null) {
                round.callbacks.add(callback);
                return;
            }
            started = new Round();
            started.callbacks.add(callback);
            round = started;
        }
        Executor here = check -> {
            if (!inline.test(check)) {
                threads.execute(check);
            }
        };
        int last = runners.size() - 1;
        for (int i = 0; i <= last; i++) {
            int index = i;
            runners.get(i).start(i == last ? here : threads, failure -> report(started, index, failure));
        }
    }

    /** Ends the current round if it has exceeded its limit. Called for each client whose wait has reached {@link #limit()}. */
    void expire() {
        Round expired;
        synchronized (this) {
            expired = round;
        }
        if (expired == null || !expired.deadline.isOver()) {
            return;
        }
        for (int i = 0; i < runners.size(); i++) {
            CheckRunner runner = runners.get(i);
            if (expired.isMissing(i)) {
                // Reports before the interrupt, because an interrupted check may report a less useful text.
                report(expired, i, runner.stillRunning());
                runner.interrupt();
            }
        }
    }

    /** Interrupts all checks. */
    @Override
    public void close() {
        threads.shutdownNow();
        runners.forEach(CheckRunner::interrupt);
    }

    private void report(Round reported, int index, String failure) {
        if (!reported.record(index, failure)) {
            return;
        }
        List<Consumer<String>> callbacks;
        synchronized (this) {
            round = null;
            callbacks = reported.callbacks;
        }
        String result = reported.result();
        for (Consumer<String> callback : callbacks) {
            callback.accept(result);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "health check");
        thread.setDaemon(true);
        return thread;
    }

    private final class Round {
        private final Deadline deadline = Deadline.after(limit);
        /** Guarded by the HealthChecks: a client cannot join a round that has ended. */
        private final List<Consumer<String>> callbacks = new ArrayList<>();
        /** The failure of each check; empty if the check passed, null while it runs. */
        private final @Nullable String[] failures = new String[runners.size()];

        private int missing = runners.size();

        synchronized boolean isMissing(int index) {
            return failures[index] == null;
        }

        /** Records the first report of a check. Returns true if the report completes the round. */
        synchronized boolean record(int index, String failure) {
            if (failures[index] != null) {
                return false;
            }
            failures[index] = failure;
            missing--;
            return missing == 0;
        }

        synchronized String result() {
            StringBuilder text = new StringBuilder();
            for (String failure : failures) {
                if (failure != null && !failure.isEmpty()) {
                    text.append(text.isEmpty() ? "" : "; ").append(failure);
                }
            }
            return text.toString();
        }
    }
}
