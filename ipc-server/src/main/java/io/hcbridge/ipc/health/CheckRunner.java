/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.internal.ErrorText;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One check, run by one thread at a time. Thread-safe. */
final class CheckRunner {
    private final String name;
    private final HealthCheck check;

    // Guarded by this.
    private boolean running;
    private boolean overdue;
    private @Nullable Thread runner;

    /** The {@code name} is empty for the only check of a service, whose text then stands alone. */
    CheckRunner(String name, HealthCheck check) {
        this.name = name;
        this.check = check;
    }

    /**
     * Runs the check.
     *
     * @param thread where it is run, without waiting for it
     * @param done told once why the service is not healthy, or the empty text if it is: on the check's thread, or at once on the
     *     caller's if the last run has not ended yet
     */
    void start(Executor thread, Consumer<String> done) {
        String obstacle = begin(thread, done);
        if (!obstacle.isEmpty()) {
            done.accept(obstacle);
        }
    }

    /** Interrupts the run that is under way, if there is one. */
    synchronized void interrupt() {
        overdue = running;
        if (runner != null) {
            runner.interrupt();
        }
    }

    /** What askers are told of a check that is past its limit. */
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

    /** From here on no interrupt can come, and the thread goes on without one. */
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
