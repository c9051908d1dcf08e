/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import io.hcbridge.ipc.check.CheckEvent.Changed;
import io.hcbridge.ipc.check.CheckEvent.Overrun;
import io.hcbridge.ipc.internal.Durations;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one check, on demand or on its schedule. At most one run is active at a time, and all who need a result share it. No lock is held
 * while the check runs. Thread-safe.
 *
 * <pre>
 *   begun --(waits for its dependencies)--> launched --> ended: result recorded
 *                                              |
 *                                              +-- limit --> overdue: failure recorded, thread interrupted --> ended: ignored
 * </pre>
 */
final class CheckRunner {
    private static final CompletableFuture<Void> NOTHING_TO_DO = CompletableFuture.completedFuture(null);

    private final CheckSettings settings;
    private final List<CheckRunner> dependencies;
    private final CheckThreads threads;
    private final Consumer<CheckEvent> events;
    private final CheckHistory history;
    private volatile boolean isRemoved;

    // Guarded by this. Events are published under the lock, which keeps their order; this only puts them into queues.
    private @Nullable CheckRun current;
    private boolean wasOverdue;
    private boolean isCancelled;
    private Future<?> nextRun = NOTHING_TO_DO;
    private @Nullable Future<?> watch;

    CheckRunner(
            CheckSettings settings, List<CheckRunner> dependencies, CheckThreads threads, Consumer<CheckEvent> events) {
        this.settings = settings;
        this.dependencies = dependencies;
        this.threads = threads;
        this.events = events;
        this.history = new CheckHistory(settings, threads.nanoTime(), threads.now());
    }

    CheckSettings settings() {
        return settings;
    }

    /** Returns whether this check runs for each request. */
    boolean isOnDemand() {
        return settings.schedule().isEmpty();
    }

    boolean dependsOn(CheckRunner other) {
        return dependencies.contains(other);
    }

    /** Returns whether the registry does not have this check any more. */
    boolean isRemoved() {
        return isRemoved;
    }

    boolean isBlocked() {
        return history.isBlocked();
    }

    /** Returns the state, without running the check. */
    CheckState state() {
        return state(threads.nanoTime());
    }

    /** Returns the state at this time. For many checks, the clock is read once. */
    CheckState state(long nanoTime) {
        if (history.isStale(nanoTime)) {
            expireResult();
        }
        return history.state();
    }

    synchronized CheckStatistics statistics() {
        return history.statistics();
    }

    /** Returns whether a request of this time must run this check, or wait for a run. */
    synchronized boolean isDue(long askedAt) {
        return isOnDemand() && !isCancelled && history.isDue(threads.nanoTime(), askedAt);
    }

    /** Starts the schedule. */
    void start() {
        if (!isOnDemand()) {
            onSchedule();
        }
    }

    /** Cancels the check, which does not decide any more. */
    void remove() {
        isRemoved = true;
        cancel();
    }

    /** Stops the schedule and interrupts the current run, whose result is ignored. */
    void cancel() {
        CheckRun run;
        synchronized (this) {
            isCancelled = true;
            nextRun.cancel(false);
            stopWatch();
            run = current;
            interrupt(run);
        }
        if (run != null) {
            run.done.complete(null);
        }
    }

    /**
     * Returns a future that completes when the state may be used: at once, or after the current run or a new one.
     *
     * @param executor runs the check if that needs to wait for no other check; if it rejects the task, one of the registry's threads does
     * @param askedAt time of the request; a check that others depend on runs once for it
     */
    CompletableFuture<Void> evaluate(Executor executor, long askedAt) {
        CheckRun run;
        synchronized (this) {
            if (current != null) {
                return isOnDemand() || !history.hasResult() ? current.done : NOTHING_TO_DO;
            }
            if (!isDue(askedAt)) {
                return NOTHING_TO_DO;
            }
            run = begin();
        }
        prepare(run, executor, askedAt);
        return run.done;
    }

    private CheckRun begin() {
        CheckRun run = new CheckRun();
        current = run;
        return run;
    }

    private void prepare(CheckRun run, Executor executor, long askedAt) {
        CompletableFuture<?>[] pending = dependencies.stream()
                .map(dependency -> dependency.evaluate(threads, askedAt))
                .filter(done -> !done.isDone())
                .toArray(CompletableFuture<?>[]::new);
        if (pending.length == 0) {
            launch(run, executor);
        } else {
            CompletableFuture.allOf(pending).whenComplete((nothing, never) -> launch(run, threads));
        }
    }

    private void launch(CheckRun run, Executor executor) {
        for (CheckRunner dependency : dependencies) {
            if (!dependency.state().isUp()) {
                finish(run, CheckOutcome.blockedBy(dependency.settings.name()));
                return;
            }
        }
        OutOfMemoryError noTimer = watch(run);
        if (noTimer == null) {
            submit(run, executor);
        } else {
            finish(run, cannotStart(noTimer));
        }
    }

    /** Begins the time limit. Returns the error if the system has no thread for it. */
    private synchronized @Nullable OutOfMemoryError watch(CheckRun run) {
        run.isLaunched = true;
        run.launchedAt = threads.nanoTime();
        try {
            if (watch == null && !isCancelled) {
                watch = threads.after(settings.timeout().toNanos(), this::onWatch);
            }
            return null;
        } catch (OutOfMemoryError e) {
            return e;
        }
    }

    private void submit(CheckRun run, Executor executor) {
        try {
            executor.execute(() -> run(run));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            if (executor == threads) {
                finish(run, cannotStart(e));
            } else {
                submit(run, threads);
            }
        }
    }

    private void run(CheckRun run) {
        synchronized (this) {
            if (current != run || isCancelled) {
                return;
            }
            run.thread = Thread.currentThread();
        }
        CheckData data = new CheckData();
        Throwable failure = null;
        try {
            settings.body().check(data);
        } catch (Throwable e) {
            failure = e;
        }
        finish(run, CheckOutcome.of(failure, data, threads.nanoTime() - run.launchedAt));
    }

    private void finish(CheckRun run, CheckOutcome outcome) {
        try {
            end(run, outcome);
        } finally {
            run.done.complete(null);
        }
    }

    private void end(CheckRun run, CheckOutcome outcome) {
        synchronized (this) {
            if (run.thread != null) {
                run.thread = null;
                // After this, no interrupt can come from here. Other interrupts belong to the owner of the thread.
                if (run.isInterrupted) {
                    Thread.interrupted();
                }
            }
            current = current == run ? null : current;
            if (!run.isOverdue && !isCancelled) {
                wasOverdue = false;
                record(outcome).ifPresent(events);
                schedule(outcome.passed());
            }
        }
    }

    private Optional<Changed> record(CheckOutcome outcome) {
        return history.record(outcome, threads.nanoTime(), threads.now());
    }

    private void schedule(boolean passed) {
        if (!isOnDemand() && !isCancelled && !history.isFinal()) {
            long nanos = settings.schedule()
                    .get()
                    .nanosAfter(passed && history.state().isUp());
            nextRun = threads.after(nanos, this::onSchedule);
        }
    }

    /** Begins the next run of the schedule. A run that still has not ended is another failure. */
    private void onSchedule() {
        CheckRun run;
        synchronized (this) {
            if (isCancelled) {
                return;
            }
            if (current != null) {
                if (current.isOverdue) {
                    record(CheckOutcome.failed(stillRunning(), null, 0)).ifPresent(events);
                    schedule(false);
                }
                return;
            }
            run = begin();
        }
        // Not on the timer's thread, because the code that waits for this run continues on the thread that ends it.
        try {
            threads.execute(() -> prepare(run, Runnable::run, threads.nanoTime()));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            finish(run, cannotStart(e));
        }
    }

    /**
     * Ends the current run if it has exceeded its limit. One timer watches all runs: it is set for the first one, and set again while it finds
     * a run. A timer for each run would cost a request more than a short check.
     */
    private void onWatch() {
        CheckRun run;
        synchronized (this) {
            watch = null;
            run = current;
            if (run == null || !run.isLaunched || run.isOverdue || isCancelled) {
                return;
            }
            long left = settings.timeout().toNanos() - (threads.nanoTime() - run.launchedAt);
            if (left > 0) {
                watch = threads.after(left, this::onWatch);
                return;
            }
        }
        // Those who wait for the result continue on this thread, so it must not be the timer's.
        try {
            threads.execute(() -> expire(run));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            expire(run);
        }
    }

    private void expire(CheckRun run) {
        synchronized (this) {
            if (current != run || run.isOverdue || isCancelled) {
                return;
            }
            run.isOverdue = true;
            Throwable cause = CheckOverrun.of(settings.timeout(), run.thread);
            long nanos = settings.timeout().toNanos();
            Optional<Changed> change = record(CheckOutcome.failed(stillRunning(), cause, nanos));
            if (change.isPresent()) {
                events.accept(change.get());
            } else if (!wasOverdue) {
                events.accept(new Overrun(history.state(), cause));
            }
            wasOverdue = true;
            // Interrupts after the report, because an interrupted check may report a less useful text.
            interrupt(run);
            if (run.thread == null) {
                // The executor has lost the task.
                current = null;
            }
            schedule(false);
        }
        run.done.complete(null);
    }

    private synchronized void expireResult() {
        if (history.isStale(threads.nanoTime())) {
            history.expire(threads.nanoTime(), threads.now()).ifPresent(events);
        }
    }

    private static CheckOutcome cannotStart(Throwable e) {
        return CheckOutcome.failed("cannot start: " + e.getMessage(), e, 0);
    }

    private String stillRunning() {
        return "still running after " + Durations.format(settings.timeout());
    }

    private void stopWatch() {
        if (watch != null) {
            watch.cancel(false);
            watch = null;
        }
    }

    private static void interrupt(@Nullable CheckRun run) {
        if (run != null && run.thread != null) {
            run.isInterrupted = true;
            run.thread.interrupt();
        }
    }
}
