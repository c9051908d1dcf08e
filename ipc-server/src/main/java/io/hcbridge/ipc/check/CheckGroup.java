/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import io.hcbridge.protocol.health.HealthKind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The checks that decide about one kind of request. Thread-safe. */
final class CheckGroup {
    private final HealthKind kind;
    private final List<CheckRunner> runners;
    private final List<CheckRunner> onDemand;
    /** Used again while no state has changed: a request for checks that run in the background then costs some reads. */
    private volatile @Nullable HealthReport last;

    CheckGroup(HealthKind kind, List<CheckRunner> runners) {
        this.kind = kind;
        this.runners = List.copyOf(runners);
        this.onDemand = runners.stream().filter(CheckRunner::isOnDemand).toList();
    }

    /**
     * Runs the checks that are due, in parallel, and returns the report.
     *
     * @param threads runs all of these checks but the last
     * @param executor runs the last one
     */
    CompletableFuture<HealthReport> ask(CheckThreads threads, Executor executor) {
        long askedAt = threads.nanoTime();
        List<CheckRunner> due = due(askedAt);
        if (due.isEmpty()) {
            return CompletableFuture.completedFuture(report(askedAt));
        }
        int last = due.size() - 1;
        CompletableFuture<?>[] results = new CompletableFuture<?>[due.size()];
        for (int i = 0; i <= last; i++) {
            results[i] = due.get(i).evaluate(i == last ? executor : threads, askedAt);
        }
        CompletableFuture<?> all = last == 0 ? results[0] : CompletableFuture.allOf(results);
        return all.thenApply(nothing -> withoutRemoved().report(threads.nanoTime()));
    }

    /** Returns the report of the current states, without running a check. */
    HealthReport report(long nanoTime) {
        HealthReport known = last;
        if (known != null && isCurrent(known, nanoTime)) {
            return known;
        }
        HealthReport fresh = create(nanoTime);
        last = fresh;
        return fresh;
    }

    /** A check that was removed meanwhile does not decide any more. One that was added meanwhile has not been asked. */
    private CheckGroup withoutRemoved() {
        for (CheckRunner runner : runners) {
            if (runner.isRemoved()) {
                return new CheckGroup(
                        kind,
                        runners.stream().filter(other -> !other.isRemoved()).toList());
            }
        }
        return this;
    }

    private List<CheckRunner> due(long askedAt) {
        if (onDemand.isEmpty()) {
            return onDemand;
        }
        List<CheckRunner> due = new ArrayList<>(onDemand.size());
        for (CheckRunner runner : onDemand) {
            if (runner.isDue(askedAt)) {
                due.add(runner);
            }
        }
        return due;
    }

    /** A runner replaces its state only if it has changed, so comparing the objects is enough. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isCurrent(HealthReport report, long nanoTime) {
        for (int i = 0; i < runners.size(); i++) {
            if (runners.get(i).state(nanoTime) != report.checks().get(i)) {
                return false;
            }
        }
        return true;
    }

    private HealthReport create(long nanoTime) {
        List<CheckState> states = new ArrayList<>(runners.size());
        FailureText critical = new FailureText();
        FailureText degraded = new FailureText();
        int weight = Integer.MAX_VALUE;
        for (CheckRunner runner : runners) {
            CheckState state = runner.state(nanoTime);
            states.add(state);
            if (!state.isUp()) {
                (state.isCritical() ? critical : degraded)
                        .add(runner.settings().text(state.reason()), runner.isBlocked());
                weight = Math.min(weight, runner.settings().weight().orElse(Integer.MAX_VALUE));
            }
        }
        return new HealthReport(
                kind,
                critical.isEmpty(),
                critical.isEmpty() ? degraded.text() : critical.text(),
                weight == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(weight),
                states);
    }
}
