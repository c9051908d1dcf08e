/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.internal.ErrorText;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs one check. At most one run is active at a time. Thread-safe. */
final class CheckRunner {
    private final String name;
    private final HealthCheck check;

    // Guarded by this.
    private boolean running;
    private boolean interruptRequested;
    private @Nullable Thread runner;

    /** Creates a runner. An empty {@code name} means that the server has a single check; its text has no prefix. */
    CheckRunner(String name, HealthCheck check) {
        this.name = name;
        this.check = check;
    }

    /**
     * Starts the check. Does not wait for it.
     *
     * @param thread runs the check
     * @param done called once, with the reason why the service is unhealthy or with an empty text if it is healthy. Called on the
     *     check's thread. If the last run has not ended, or no thread is available, it is called at once on the caller's thread
     */
    void start(Executor thread, Consumer<String> done) {
        String problem = begin(thread, done);
        if (!problem.isEmpty()) {
            done.accept(problem);
        }
    }

    /** Interrupts the current run, if any. */
    synchronized void interrupt() {
        interruptRequested = running;
        if (runner != null) {
            runner.interrupt();
        }
    }

    /** Returns the text for a check that exceeds its time limit. */
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
            interruptRequested = false;
            return "";
        } catch (RuntimeException | Error e) {
            return withName("cannot start: " + e.getMessage());
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
        if (interruptRequested) {
            runner.interrupt();
        }
    }

    /**
     * Ends the run. After this, {@link #interrupt} cannot interrupt it. User code may still do so; the thread clears that interrupt
     * before its next task.
     */
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
            return withName(ErrorText.of(e));
        }
    }

    private String withName(String text) {
        return name.isEmpty() ? text : name + ": " + text;
    }
}
