/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.standby;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process of a master whose event loop stands still, so that a standby takes over. A thread of its own asks the loop for a turn
 * each quarter of a second.
 */
final class LoopWatchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopWatchdog.class);
    static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration PERIOD = Duration.ofMillis(250);

    private final Executor loop;
    private final Runnable halt;
    private final AtomicLong turns = new AtomicLong();
    private final AtomicBoolean isAsked = new AtomicBoolean();
    private final Thread thread = new Thread(this::watch, "watchdog");

    /**
     * @param loop runs a task on the event loop
     * @param halt ends the process at once
     */
    LoopWatchdog(Executor loop, Runnable halt) {
        this.loop = loop;
        this.halt = halt;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void watch() {
        StallDetector detector = new StallDetector(LIMIT, PERIOD, System.nanoTime());
        try {
            do {
                ask();
                Thread.sleep(PERIOD.toMillis());
            } while (!detector.isStuck(turns.get(), System.nanoTime()));
        } catch (InterruptedException | RejectedExecutionException e) {
            // The bridge is stopping, or the loop has ended, which ends the bridge.
            return;
        }
        LOG.error("event loop: no turn for {} s; ending the process, so that a standby takes over", LIMIT.toSeconds());
        halt.run();
    }

    /** Asks for one turn at a time, so that a stuck loop collects no tasks. */
    private void ask() {
        if (isAsked.compareAndSet(false, true)) {
            loop.execute(() -> {
                isAsked.set(false);
                turns.incrementAndGet();
            });
        }
    }
}
