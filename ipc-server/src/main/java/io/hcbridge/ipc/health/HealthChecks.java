/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.Deadline;
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
 * Runs all checks of a service in parallel, in rounds. A client that asks during a round shares its result. A round ends when all
 * checks have ended, or at its time limit; checks that have not ended then are interrupted. Thread-safe.
 */
final class HealthChecks implements AutoCloseable {
    private final List<CheckRunner> runners = new ArrayList<>();
    private final Duration limit;
    private final ExecutorService threads = Executors.newCachedThreadPool(HealthChecks::thread);

    // Guarded by this.
    private @Nullable Round round;

    /** Takes the checks by name; an empty name is that of an only check. {@code limit} is the time limit of one round. */
    HealthChecks(Map<String, HealthCheck> checks, Duration limit) {
        this.limit = limit;
        checks.forEach((name, check) -> runners.add(new CheckRunner(name, check)));
    }

    /** Time limit of one round. */
    Duration limit() {
        return limit;
    }

    /**
     * Joins the current round, or starts one.
     *
     * @param inline runs a task that may block on the caller's thread, later; returns false if it cannot
     * @param callback called once, on any thread, with the reason why the service is unhealthy, or the empty text if it is healthy; it
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

    /** Ends the round if it has exceeded its limit. Each client that has waited for {@link #limit()} calls this. */
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
                // In this order, because an interrupted check may fail at once with a text that says less.
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
        if (!reported.take(index, failure)) {
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
        /** Guarded by the HealthChecks, so that a client that joins does not miss the end. */
        private final List<Consumer<String>> callbacks = new ArrayList<>();
        /** The failure of each check, empty if it passed; null while it runs. */
        private final @Nullable String[] failures = new String[runners.size()];

        private int missing = runners.size();

        synchronized boolean isMissing(int index) {
            return failures[index] == null;
        }

        /** Records the first report of a check; returns true if it completes the round. */
        synchronized boolean take(int index, String failure) {
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
