/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.internal.ErrorText;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs one check, on one thread at a time. Thread-safe. */
final class CheckRunner {
    private final String name;
    private final HealthCheck check;

    // Guarded by this.
    private boolean running;
    private boolean overdue;
    private @Nullable Thread runner;

    /** An empty {@code name} is that of an only check, whose text is sent without a prefix. */
    CheckRunner(String name, HealthCheck check) {
        this.name = name;
        this.check = check;
    }

    /**
     * Runs the check.
     *
     * @param thread runs it, without waiting for it
     * @param done called once with the reason why the service is unhealthy, or the empty text if it is healthy: on the check's thread;
     *     or at once on the caller's, if the last run has not ended or a new one cannot start
     */
    void start(Executor thread, Consumer<String> done) {
        String obstacle = begin(thread, done);
        if (!obstacle.isEmpty()) {
            done.accept(obstacle);
        }
    }

    /** Interrupts the current run, if there is one. */
    synchronized void interrupt() {
        overdue = running;
        if (runner != null) {
            runner.interrupt();
        }
    }

    /** The text for a check that exceeds its time limit. */
    String stillRunning() {
        return name.isEmpty() ? "check still running" : "check " + name + " still running";
    }

    private synchronized String begin(Executor thread, Consumer<String> done) {
        if (running) {
            return stillRunning();
        }
        try {
            thread.execute(() -> run(done));
            running = true;
            overdue = false;
            return "";
        } catch (RuntimeException | Error e) {
            return named("cannot be started: " + e.getMessage());
        }
    }

    private void run(Consumer<String> done) {
        enter();
        String failure = failure();
        leave();
        done.accept(failure);
    }

    private synchronized void enter() {
        runner = Thread.currentThread();
        if (overdue) {
            runner.interrupt();
        }
    }

    /** After this, no interrupt of this run can come. A late one from user code is cleared by whoever runs the next task. */
    private synchronized void leave() {
        runner = null;
        running = false;
        Thread.interrupted();
    }

    private String failure() {
        try {
            check.check();
            return "";
        } catch (Throwable e) {
            return named(ErrorText.of(e));
        }
    }

    private String named(String text) {
        return name.isEmpty() ? text : name + ": " + text;
    }
}
