/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;

/**
 * Queues log events for a thread of its own, which writes them to the attached appender. A caller never waits for that appender: while
 * the queue is full, events are dropped and counted, and one line in their place says how many.
 *
 * <p>Memory is bounded by twice the queue: the queue itself, and the events that the writing thread has already taken from it.
 */
final class NonBlockingAppender extends AsyncAppender {
    private final Logger logger;
    private final Object lock = new Object();

    // Guarded by lock.
    private long dropped;
    private long reported;
    private boolean reportQueued;

    /**
     * @param logger the origin of the line about dropped events
     * @param capacity of the queue, at least 2 events
     * @param flushMillis the longest that {@link #stop} waits for the queue to be written
     */
    NonBlockingAppender(Logger logger, int capacity, int flushMillis) {
        if (capacity < 2) {
            throw new IllegalArgumentException("capacity: " + capacity + " must be at least 2");
        }
        this.logger = logger;
        setContext(logger.getLoggerContext());
        setQueueSize(capacity);
        setMaxFlushTime(flushMillis);
        setNeverBlock(true);
        // By default, AsyncAppender drops INFO and below, uncounted, while a fifth of the queue is still free.
        setDiscardingThreshold(0);
    }

    /** Returns how many events were dropped since the start. Any thread may call it. */
    long dropped() {
        synchronized (lock) {
            return dropped;
        }
    }

    /** The last place of the queue is reserved for the report. The writing thread only removes, so a place seen free stays free. */
    @Override
    protected void put(ILoggingEvent event) {
        synchronized (lock) {
            if (getRemainingCapacity() > 1) {
                super.put(event);
                return;
            }
            dropped++;
            if (!reportQueued) {
                reportQueued = true;
                super.put(new DropReport());
            }
        }
    }

    private long takeUnreported() {
        synchronized (lock) {
            long unreported = dropped - reported;
            reported = dropped;
            reportQueued = false;
            return unreported;
        }
    }

    /** Stands in the queue where events were dropped; counts them when it is written. */
    private final class DropReport extends LoggingEvent {
        private @Nullable String text;

        DropReport() {
            super(NonBlockingAppender.class.getName(), logger, Level.WARN, "log: lines dropped", null, null);
        }

        @Override
        public String getFormattedMessage() {
            if (text == null) {
                text = "log: lines dropped (count=" + takeUnreported() + "): standard error was not read in time";
            }
            return text;
        }
    }
}
