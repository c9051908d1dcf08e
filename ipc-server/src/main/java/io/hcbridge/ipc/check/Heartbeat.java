/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import io.hcbridge.ipc.internal.Durations;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A check that passes while the service's code calls {@link #beat} often enough. For code that cannot be asked, like a loop that reads a
 * queue. The first beat may come one time to live after the heartbeat was created. Thread-safe.
 */
public final class Heartbeat implements HealthCheck {
    private final Duration timeToLive;
    private final LongSupplier nanoTime;
    private volatile long lastBeat;

    /**
     * Creates a heartbeat.
     *
     * @param timeToLive longest time between two beats, at least 1 ms
     */
    public Heartbeat(Duration timeToLive) {
        this(timeToLive, System::nanoTime);
    }

    /** For tests: {@code nanoTime} is the clock. */
    Heartbeat(Duration timeToLive, LongSupplier nanoTime) {
        this.timeToLive = CheckSettings.requireTime("time to live", timeToLive);
        this.nanoTime = nanoTime;
        this.lastBeat = nanoTime.getAsLong();
    }

    /** Records that the code is alive. Takes some nanoseconds. */
    public void beat() {
        lastBeat = nanoTime.getAsLong();
    }

    @Override
    public void check() {
        Duration age = Duration.ofNanos(nanoTime.getAsLong() - lastBeat);
        if (age.compareTo(timeToLive) > 0) {
            throw new IllegalStateException(
                    "no heartbeat for " + age.toSeconds() + " s, expected every " + Durations.format(timeToLive));
        }
    }
}
