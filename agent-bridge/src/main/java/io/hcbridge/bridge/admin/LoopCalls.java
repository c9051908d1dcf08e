/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import io.hcbridge.ipc.command.CommandException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs a command's work on the event loop, which the targets belong to, and waits for its result. For any other thread. */
final class LoopCalls {
    /** With the wait for the state file it stays below the limit of a command, 4.5 s. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Executor loop;

    LoopCalls(Executor loop) {
        this.loop = loop;
    }

    <T> T call(Supplier<T> work) throws CommandException, InterruptedException {
        try {
            return CompletableFuture.supplyAsync(work, loop).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CommandException("the bridge is busy: its event loop did not answer within 2s");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
