/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A fake of standard error. It accepts as many lines as a test permits and blocks at the next one. */
final class GatedAppender extends AppenderBase<ILoggingEvent> {
    private static final int ALL = 1_000_000;

    private final Semaphore permits = new Semaphore(0);
    private final Semaphore arrived = new Semaphore(0);
    private final List<String> lines = new ArrayList<>();

    void open() {
        permits.release(ALL);
    }

    void permit(int lines) {
        permits.release(lines);
    }

    /** Waits until the writing thread delivers one more line, permitted or not. */
    void awaitLine() throws InterruptedException {
        if (!arrived.tryAcquire(10, TimeUnit.SECONDS)) {
            throw new AssertionError("no line came within 10s");
        }
    }

    /** Returns the accepted lines. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        arrived.release();
        permits.acquireUninterruptibly();
        synchronized (lines) {
            lines.add(event.getFormattedMessage());
        }
    }
}
