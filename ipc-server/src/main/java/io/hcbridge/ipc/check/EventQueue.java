/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import io.hcbridge.ipc.internal.SafeLog;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes events to one receiver, in their order and by one thread at a time. Thread-safe. */
final class EventQueue {
    private final Consumer<CheckEvent> receiver;
    private final Executor threads;

    // Guarded by this.
    private final Queue<CheckEvent> waiting = new ArrayDeque<>();
    private boolean isRunning;
    private boolean isFull;

    EventQueue(Consumer<CheckEvent> receiver, Executor threads) {
        this.receiver = receiver;
        this.threads = threads;
    }

    /** Adds an event. Does not wait for the receiver. */
    synchronized void add(CheckEvent event) {
        if (waiting.size() >= CheckListener.MAX_QUEUE) {
            if (!isFull) {
                SafeLog.warn(HealthRegistry.class, "health registry: a listener is too slow; events are dropped", null);
            }
            isFull = true;
            return;
        }
        isFull = false;
        waiting.add(event);
        if (!isRunning) {
            isRunning = true;
            try {
                threads.execute(this::run);
            } catch (RejectedExecutionException | OutOfMemoryError noThread) {
                // The next event finds this one in the queue.
                isRunning = false;
            }
        }
    }

    private void run() {
        for (CheckEvent event = next(); event != null; event = next()) {
            try {
                receiver.accept(event);
            } catch (Throwable e) {
                SafeLog.warn(HealthRegistry.class, "health registry: a listener failed", e);
            }
        }
    }

    private synchronized @Nullable CheckEvent next() {
        CheckEvent event = waiting.poll();
        isRunning = event != null;
        return event;
    }
}
