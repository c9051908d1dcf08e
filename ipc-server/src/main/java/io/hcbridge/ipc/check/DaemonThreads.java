/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import io.hcbridge.ipc.internal.SafeLog;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The real threads. They are daemons, and exist only while they are needed. A task that never ends holds its thread; all others get another
 * one, up to {@value #MAX_THREADS}.
 */
final class DaemonThreads implements CheckThreads {
    /** More than the number of checks, because checks that were removed may still run. */
    private static final int MAX_THREADS = 2 * HealthRegistry.MAX_CHECKS;

    private static final long KEEP_SECONDS = 10;

    private final ThreadPoolExecutor workers;
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, task -> thread(task, "health timer"));

    DaemonThreads() {
        this(MAX_THREADS);
    }

    /** For tests: {@code maxThreads} replaces the limit. */
    DaemonThreads(int maxThreads) {
        workers = new ThreadPoolExecutor(
                0,
                maxThreads,
                KEEP_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> thread(task, "health check"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(KEEP_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public void execute(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            throw new RejectedExecutionException(
                    workers.isShutdown()
                            ? "the registry is closed"
                            : "all " + workers.getMaximumPoolSize() + " threads are busy",
                    e);
        }
    }

    @Override
    public Future<?> after(long nanos, Runnable task) {
        try {
            return timer.schedule(() -> runSafely(task), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.completedFuture(null);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
    }

    private static void runSafely(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            SafeLog.warn(HealthRegistry.class, "health registry: timer failed", e);
        }
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
