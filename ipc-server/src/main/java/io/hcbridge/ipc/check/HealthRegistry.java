/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import io.hcbridge.ipc.check.CheckEvent.Added;
import io.hcbridge.ipc.check.CheckEvent.Removed;
import io.hcbridge.protocol.health.HealthKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The named checks of a service. Checks can be added and removed at any time, also while others run.
 *
 * <pre>{@code
 * HealthRegistry registry = new HealthRegistry();
 * registry.add(Check.critical("database", () -> database.ping()));
 * registry.add(Check.degraded("cache", () -> cache.ping()).weight(50));
 * HealthServer server = HealthServer.start(registry);
 * }</pre>
 *
 * <p>Each change of a check's status is logged once, with the exception. A run that exceeds its time limit is logged with the stack of its
 * thread. All threads are daemons. A check that hangs holds one thread and delays no other check. Thread-safe.
 */
public final class HealthRegistry implements AutoCloseable {
    /** Largest number of checks. */
    public static final int MAX_CHECKS = 1000;

    private final CheckThreads threads;
    private final CheckEvents events;

    // Guarded by this.
    private final Map<String, CheckRunner> runners = new LinkedHashMap<>();
    private boolean isClosed;

    private volatile Map<HealthKind, CheckGroup> groups;

    /** Creates a registry without checks. It reports that the service is healthy. */
    public HealthRegistry() {
        this(new DaemonThreads());
    }

    /** For tests: {@code threads} has the clock. */
    HealthRegistry(CheckThreads threads) {
        this.threads = threads;
        this.events = new CheckEvents(threads);
        this.groups = groups(List.of());
    }

    /**
     * Adds a check. A check with a schedule is run at once, in the background.
     *
     * @return this
     * @throws IllegalArgumentException if the settings contradict each other, the name is used, or a dependency is missing
     * @throws IllegalStateException if the registry is closed or full
     */
    public HealthRegistry add(Check check) {
        CheckSettings settings = check.settings();
        String name = settings.name();
        CheckRunner runner;
        synchronized (this) {
            CheckSettings.require(!runners.containsKey(name), name, "the name is already used");
            if (isClosed || runners.size() >= MAX_CHECKS) {
                throw new IllegalStateException("check " + name + ": "
                        + (isClosed ? "the registry is closed" : "a registry has at most " + MAX_CHECKS + " checks"));
            }
            runner = new CheckRunner(settings, dependencies(settings), threads, events);
            runners.put(name, runner);
            groups = groups(runners.values());
            events.accept(new Added(runner.state()));
        }
        runner.start();
        return this;
    }

    /**
     * Removes a check. Its current run is interrupted, and the result of that run is ignored.
     *
     * @return whether there was a check of this name
     * @throws IllegalStateException if another check depends on it
     */
    public boolean remove(String name) {
        CheckRunner removed;
        synchronized (this) {
            removed = runners.get(name);
            if (removed == null) {
                return false;
            }
            for (CheckRunner other : runners.values()) {
                if (other.dependsOn(removed)) {
                    throw new IllegalStateException("check " + name + ": check "
                            + other.settings().name() + " depends on it; remove that one first");
                }
            }
            runners.remove(name);
            groups = groups(runners.values());
            events.accept(new Removed(removed.state()));
        }
        removed.remove();
        return true;
    }

    /** Runs the checks that are due for this kind of request, and returns the report. Each check ends at its time limit at the latest. */
    public CompletionStage<HealthReport> check(HealthKind kind) {
        return check(kind, threads);
    }

    /**
     * Does the same with an executor for one of the checks. With {@code Runnable::run}, a single check runs on the caller's thread and needs
     * no change of threads; the call then blocks, also beyond the time limit.
     *
     * @param executor may reject the task; one of the registry's threads then runs the check
     */
    public CompletionStage<HealthReport> check(HealthKind kind, Executor executor) {
        return group(kind).ask(threads, executor);
    }

    /** Returns the report of the last results, without running a check. */
    public HealthReport lastReport(HealthKind kind) {
        return group(kind).report(threads.nanoTime());
    }

    /** Returns the state of a check, without running it. Empty if there is no check of this name. */
    public Optional<CheckState> state(String name) {
        return runner(name).map(CheckRunner::state);
    }

    /** Returns the totals of a check. Empty if there is no check of this name. */
    public Optional<CheckStatistics> statistics(String name) {
        return runner(name).map(CheckRunner::statistics);
    }

    /** Adds a listener. It is notified of later changes. Has no effect if it was added before. */
    public void addListener(CheckListener listener) {
        events.add(listener);
    }

    /** Removes a listener. It is not notified any more, except of an event that is being passed to it. */
    public void removeListener(CheckListener listener) {
        events.remove(listener);
    }

    /** Stops all schedules and interrupts all checks. Their last results remain. A second call has no effect. */
    @Override
    public void close() {
        List<CheckRunner> cancelled;
        synchronized (this) {
            isClosed = true;
            cancelled = List.copyOf(runners.values());
        }
        cancelled.forEach(CheckRunner::cancel);
        threads.close();
    }

    private synchronized Optional<CheckRunner> runner(String name) {
        return Optional.ofNullable(runners.get(name));
    }

    private CheckGroup group(HealthKind kind) {
        CheckGroup group = groups.get(kind);
        if (group == null) {
            throw new IllegalStateException("no group for " + kind);
        }
        return group;
    }

    private List<CheckRunner> dependencies(CheckSettings settings) {
        List<CheckRunner> dependencies = new ArrayList<>();
        for (String needed : settings.dependencies()) {
            CheckRunner runner = runners.get(needed);
            if (runner == null) {
                throw new IllegalArgumentException("check " + settings.name() + ": depends on " + needed
                        + ", which is not in the registry; add that one first");
            }
            dependencies.add(runner);
        }
        return List.copyOf(dependencies);
    }

    /** Every check decides about readiness: a service that is not live, or has not started, serves no requests. */
    private static Map<HealthKind, CheckGroup> groups(Iterable<CheckRunner> runners) {
        Map<HealthKind, CheckGroup> groups = new EnumMap<>(HealthKind.class);
        for (HealthKind kind : HealthKind.values()) {
            List<CheckRunner> deciding = new ArrayList<>();
            for (CheckRunner runner : runners) {
                if (kind == HealthKind.READINESS || runner.settings().kind() == kind) {
                    deciding.add(runner);
                }
            }
            groups.put(kind, new CheckGroup(kind, deciding));
        }
        return groups;
    }
}
