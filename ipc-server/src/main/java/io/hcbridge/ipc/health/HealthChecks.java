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
 * All checks of a service, run in parallel, in rounds: who asks while a round is under way shares its outcome. A round ends when
 * all checks have, or at its limit; checks that have not ended by then are interrupted. Thread-safe.
 */
final class HealthChecks implements AutoCloseable {
    private final List<CheckRunner> runners = new ArrayList<>();
    private final Duration limit;
    private final ExecutorService threads = Executors.newCachedThreadPool(HealthChecks::thread);

    // Guarded by this.
    private @Nullable Round round;

    /** Takes the checks by name; an empty name is that of an only check. */
    HealthChecks(Map<String, HealthCheck> checks, Duration limit) {
        this.limit = limit;
        checks.forEach((name, check) -> runners.add(new CheckRunner(name, check)));
    }

    /** How long one round may take. */
    Duration limit() {
        return limit;
    }

    /**
     * Has {@code asker} told once, by whatever thread, why the service is not healthy, or the empty text if it is. It must not
     * block.
     *
     * @param lent runs a task that may block on the caller's thread, later; false if it cannot
     */
    void ask(Predicate<Runnable> lent, Consumer<String> asker) {
        expire();
        Round started;
        synchronized (this) {
            if (round != null) {
                round.askers.add(asker);
                return;
            }
            started = new Round();
            started.askers.add(asker);
            round = started;
        }
        Executor here = check -> {
            if (!lent.test(check)) {
                threads.execute(check);
            }
        };
        int last = runners.size() - 1;
        for (int i = 0; i <= last; i++) {
            int index = i;
            runners.get(i).start(i == last ? here : threads, failure -> report(started, index, failure));
        }
    }

    /** Ends the round if it is past its limit. To be called by each asker that has waited for {@link #limit()}. */
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
                // In this order: an interrupted check may fail at once, and its text would say less.
                report(expired, i, runner.stillRunning());
                runner.interrupt();
            }
        }
    }

    /** Interrupts all checks; who still asks is told that the service stops. */
    @Override
    public void close() {
        threads.shutdownNow();
        runners.forEach(CheckRunner::interrupt);
    }

    private void report(Round reported, int index, String failure) {
        if (!reported.take(index, failure)) {
            return;
        }
        List<Consumer<String>> askers;
        synchronized (this) {
            round = null;
            askers = reported.askers;
        }
        String outcome = reported.outcome();
        for (Consumer<String> asker : askers) {
            asker.accept(outcome);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "health check");
        thread.setDaemon(true);
        return thread;
    }

    private final class Round {
        private final Deadline deadline = Deadline.after(limit);
        /** Guarded by the checks, as who joins must not miss the end. */
        private final List<Consumer<String>> askers = new ArrayList<>();
        /** What each check said, empty if nothing is wrong; null before it has. */
        private final @Nullable String[] failures = new String[runners.size()];

        private int missing = runners.size();

        synchronized boolean isMissing(int index) {
            return failures[index] == null;
        }

        /** Takes the first report of a check; true if that completes the round. */
        synchronized boolean take(int index, String failure) {
            if (failures[index] != null) {
                return false;
            }
            failures[index] = failure;
            missing--;
            return missing == 0;
        }

        synchronized String outcome() {
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
