/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.warmup;

import io.hcbridge.ipc.internal.system.SystemTransport;
import io.hcbridge.ipc.internal.transport.Deadline;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warms up the JVM. It runs checks on a {@link Rehearsal}, which makes the JVM load and compile their code before the first real check
 * arrives. The rehearsal has its own event loop, metrics and state, and removes its files. If it fails, the first checks are slower.
 * Thread-safe.
 */
public final class WarmUp {
    /** The system property that disables the warm-up if it is {@code false}. Used to measure a start without warm-up. */
    public static final String PROPERTY = "hcbridge.warm-up";

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    /** Time limit for the start of new checks. */
    private static final Duration REHEARSAL_LIMIT = Duration.ofMillis(200);

    /** Time after the start at which {@link #await} returns at the latest. */
    private static final Duration LIMIT = Duration.ofMillis(300);

    private static final int CHECKS = 2000;

    private final Thread thread = new Thread(this::rehearse, "warm-up");
    private final Deadline limit = Deadline.after(LIMIT);
    private volatile boolean stopped;

    private WarmUp() {}

    /** Returns whether checks are rehearsed. */
    public static boolean isEnabled() {
        return Boolean.parseBoolean(System.getProperty(PROPERTY, "true"));
    }

    /** Starts the rehearsal on a new thread, unless it is disabled. */
    public static WarmUp start() {
        WarmUp warmUp = new WarmUp();
        if (isEnabled() && !SystemTransport.hasPipes()) {
            warmUp.thread.setDaemon(true);
            warmUp.thread.start();
        }
        return warmUp;
    }

    /** Waits until the rehearsal has ended, but at most until 300 ms after its start. */
    public void await() {
        join(limit.remainingMillis());
    }

    /** Stops a running rehearsal. Waits at most 300 ms until it has removed its files. */
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
            LOG.debug("warm-up: failed; the first checks will be slower", e);
        }
    }
}
