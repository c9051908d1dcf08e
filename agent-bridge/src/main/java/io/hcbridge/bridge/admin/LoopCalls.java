/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import io.hcbridge.ipc.command.CommandException;
import io.hcbridge.ipc.internal.transport.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Runs the work of a command on the event loop, which owns the targets, and waits for the result. Callable from any thread except the event
 * loop. If the wait times out, work that has not started never runs, because its command is reported as failed.
 */
final class LoopCalls {
    /** Time limit for all steps of one command. A handler has 4.5 s. */
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(4);

    private final Executor loop;

    /** @param loop handles an {@link Error} of a task itself */
    LoopCalls(Executor loop) {
        this.loop = loop;
    }

    /** Returns the deadline of a command that starts now. */
    static Deadline commandDeadline() {
        return Deadline.after(COMMAND_LIMIT);
    }

    /** Runs work with a new deadline. For commands with one step. */
    <T> T call(Supplier<T> work) throws CommandException, InterruptedException {
        return call(work, commandDeadline());
    }

    <T> T call(Supplier<T> work, Deadline deadline) throws CommandException, InterruptedException {
        Task<T> task = new Task<>(work);
        try {
            loop.execute(task);
            return task.result.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CommandException(
                    task.claim()
                            ? "the bridge is busy: its event loop did not start the command in time; the command was not executed"
                            : "the bridge is busy: its event loop did not finish in time; the command may still take effect");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            // Needed if this thread is interrupted, too.
            task.claim();
        }
    }

    /** Work that runs once, unless its caller has claimed it first. */
    private static final class Task<T> implements Runnable {
        private final Supplier<T> work;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final AtomicBoolean claimed = new AtomicBoolean();

        Task(Supplier<T> work) {
            this.work = work;
        }

        boolean claim() {
            return claimed.compareAndSet(false, true);
        }

        @Override
        public void run() {
            if (!claim()) {
                return;
            }
            try {
                result.complete(work.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            } catch (Error e) {
                result.completeExceptionally(e);
                throw e;
            }
        }
    }
}
