/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.ipc.internal.system.SystemTransport;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for work that may block, for example opening a file that is a FIFO. An abandoned job keeps its thread until it returns. Another
 * thread replaces it, and other jobs are not delayed. The number of such threads is limited. Thread-safe.
 */
public final class BlockingWork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BlockingWork.class);
    private static final long IDLE_SECONDS = 10;

    private final int width;
    private final int mostStuck;
    private final ThreadPoolExecutor threads;

    // Guarded by this.
    private int stuck;

    /**
     * @param width number of jobs that run at the same time
     * @param mostStuck maximum number of additional threads for abandoned jobs
     */
    public BlockingWork(int width, int mostStuck) {
        this.width = width;
        this.mostStuck = mostStuck;
        this.threads = new ThreadPoolExecutor(
                width,
                width + mostStuck,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                BlockingWork::daemon);
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Returns the threads for probes. On unix, a few threads are enough, because they only read files. On Windows, probes also query
     * services on these threads, which needs one thread for each service.
     */
    public static BlockingWork forProbes() {
        return new BlockingWork(SystemTransport.hasPipes() ? 256 : 4, 256);
    }

    /**
     * Starts a job, or queues it if all threads are busy.
     *
     * @throws RejectedExecutionException after {@link #close}
     * @throws OutOfMemoryError if the system cannot create a thread
     */
    public Job start(Runnable work) {
        Job job = new Job(work);
        threads.execute(job);
        return job;
    }

    /** Returns whether abandoned jobs hold less than half of the threads that they may hold. */
    synchronized boolean hasSpareThreads() {
        return stuck < mostStuck / 2;
    }

    /** Rejects further jobs and interrupts running ones. Does not wait for them. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Closes, and waits until the running jobs have ended after their interrupt. */
    public void close(Duration limit) {
        close();
        try {
            if (!threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("shutdown: a blocking call did not end within {} ms", limit.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable worker) {
        Thread thread = new Thread(worker, "blocking work");
        thread.setDaemon(true);
        return thread;
    }

    private synchronized void changeStuck(int by) {
        stuck += by;
        try {
            threads.setCorePoolSize(width + Math.min(stuck, mostStuck));
        } catch (OutOfMemoryError noThread) {
            LOG.warn("blocking work: cannot replace a blocked thread: {}", noThread.getMessage());
        }
    }

    /** One job. */
    public final class Job implements Runnable {
        private enum State {
            QUEUED,
            RUNNING,
            GIVEN_UP,
            ENDED
        }

        private final Runnable work;

        // Guarded by this.
        private State state = State.QUEUED;

        private Job(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            synchronized (this) {
                if (state != State.QUEUED) {
                    return;
                }
                state = State.RUNNING;
            }
            try {
                work.run();
            } finally {
                end();
            }
        }

        /**
         * Abandons this job. A job that is still queued will not run.
         *
         * @return whether it had started
         */
        public boolean giveUp() {
            synchronized (this) {
                boolean started = state != State.QUEUED;
                if (state != State.RUNNING) {
                    state = State.ENDED;
                    threads.remove(this);
                    return started;
                }
                state = State.GIVEN_UP;
            }
            changeStuck(1);
            return true;
        }

        private void end() {
            boolean wasStuck;
            synchronized (this) {
                wasStuck = state == State.GIVEN_UP;
                state = State.ENDED;
            }
            if (wasStuck) {
                changeStuck(-1);
            }
        }
    }
}
