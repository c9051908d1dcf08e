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
 * Threads for what may block, such as opening a file that turns out to be a FIFO. A job that is given up keeps its thread until it
 * returns, and another thread takes its place, so that it delays nobody; the number of such threads has a limit. Thread-safe.
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
     * @param width how many jobs run at once
     * @param mostStuck how many more threads may be held by jobs that were given up
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

    /** Few threads where they only read files; one for each of many services where these are asked on threads, too. */
    public static BlockingWork forProbes() {
        return new BlockingWork(SystemTransport.hasPipes() ? 256 : 4, 256);
    }

    /**
     * Starts a job, or queues it while all threads are busy.
     *
     * @throws RejectedExecutionException after {@link #close}
     * @throws OutOfMemoryError if the system grants no thread
     */
    public Job start(Runnable work) {
        Job job = new Job(work);
        threads.execute(job);
        return job;
    }

    /** Whether jobs that were given up hold less than half of the threads that they may hold. */
    synchronized boolean hasSpareThreads() {
        return stuck < mostStuck / 2;
    }

    /** Starts no more jobs; what runs is interrupted and not waited for. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Closes, and waits until what runs has noticed that. */
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
            LOG.warn("cannot replace a thread that hangs: {}", noThread.getMessage());
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
         * Waits for this job no longer. If it is still queued it will not run.
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
