/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.warmup;

import io.hcbridge.ipc.Deadline;
import io.hcbridge.ipc.internal.system.SystemTransport;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rehearses checks, so that the JVM has loaded and compiled their code before the first real one arrives. The rehearsal has an event
 * loop, metrics and state of its own and leaves nothing behind; if it fails, the first checks are slower. Thread-safe.
 */
public final class WarmUp {
    /** The system property that, set to {@code false}, switches the rehearsal off, to measure a start without it. */
    public static final String PROPERTY = "hcbridge.warm-up";

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    /** Checks are begun for this long. */
    private static final Duration REHEARSAL_LIMIT = Duration.ofMillis(200);

    /** {@link #await} never waits longer than this after the start. */
    private static final Duration LIMIT = Duration.ofMillis(300);

    private static final int CHECKS = 2000;

    private final Thread thread = new Thread(this::rehearse, "warm-up");
    private final Deadline limit = Deadline.after(LIMIT);
    private volatile boolean stopped;

    private WarmUp() {}

    /** Starts the rehearsal on a thread of its own, unless it is switched off. */
    public static WarmUp start() {
        WarmUp warmUp = new WarmUp();
        if (Boolean.parseBoolean(System.getProperty(PROPERTY, "true")) && !SystemTransport.hasPipes()) {
            warmUp.thread.setDaemon(true);
            warmUp.thread.start();
        }
        return warmUp;
    }

    /** Waits until the rehearsal has ended, at most until 300 ms after its start. */
    public void await() {
        join(limit.remainingMillis());
    }

    /** Ends a rehearsal that is still under way, and waits at most 300 ms for it to remove its files. */
    public void stop() {
        stopped = true;
        join(LIMIT.toMillis());
    }

    private void join(long millis) {
        try {
            thread.join(Math.max(1, millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rehearse() {
        try (Rehearsal rehearsal = Rehearsal.open()) {
            int checks = rehearsal.run(CHECKS, Deadline.after(limit.atMost(REHEARSAL_LIMIT)), () -> stopped);
            LOG.debug("warm-up: rehearsed {} checks", checks);
        } catch (IOException | RuntimeException | Error e) {
            LOG.debug("warm-up: failed, so the first checks are slower", e);
        }
    }
}
