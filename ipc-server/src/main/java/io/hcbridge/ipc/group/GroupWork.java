/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.ipc.internal.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The handler of a master and its thread. Each connection has at most one request, so the queue is as bounded as the connections.
 * Thread-safe.
 */
final class GroupWork implements AutoCloseable {
    /** Time that a handler has to end when the node closes. The next master does not wait longer. */
    private static final long CLOSE_MILLIS = 100;

    private final GroupHandler handler;
    private final Duration timeout;
    private final ThreadPoolExecutor thread = DaemonThreads.pool("group handler", 1);

    GroupWork(GroupSettings settings) {
        this.handler = settings.handler().orElseThrow();
        this.timeout = settings.handlerTimeout();
    }

    GroupHandler handler() {
        return handler;
    }

    /** Time from the arrival of a request to its response. */
    Duration timeout() {
        return timeout;
    }

    void start(FutureTask<?> task) {
        thread.execute(task);
    }

    /** Interrupts the task. A task that has not started is removed. */
    void cancel(FutureTask<?> task) {
        task.cancel(true);
        thread.remove(task);
    }

    boolean isClosed() {
        return thread.isShutdown();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
