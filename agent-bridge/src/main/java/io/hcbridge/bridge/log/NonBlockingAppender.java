/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;

/**
 * Queues log events. A separate thread writes them to the attached appender. A caller never waits for that appender. While the queue is
 * full, events are dropped and counted, and one line in their place reports the number.
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
     * @param logger logger of the line about dropped events
     * @param capacity capacity of the queue in events, at least 2
     * @param flushMillis maximum time in milliseconds for which {@link #stop} waits until the queue is written
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
        // By default, AsyncAppender drops events of INFO and below without counting them, when less than a fifth of the
        // queue is free.
        setDiscardingThreshold(0);
    }

    /** Returns the number of events dropped since the start. Thread-safe. */
    long dropped() {
        synchronized (lock) {
            return dropped;
        }
    }

    /**
     * Queues an event, or drops and counts it. The last place of the queue is reserved for the report. A place that this method sees as
     * free stays free, because the writing thread only removes events.
     */
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

    /** Marks the place in the queue where events were dropped. The number is determined when the line is written. */
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
