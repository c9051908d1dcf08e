/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import io.hcbridge.bridge.probe.ForwardingProbe;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.Health;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A probe that repeats an attempt if it failed long after its time limit. The process or the machine was paused then, and the failure comes
 * from overdue timers. The result of the second attempt counts in any case, so that a bridge that is always late still gets results.
 */
final class PauseGuard extends ForwardingProbe {
    /** Delay of a timer on a busy machine that is not yet a pause. */
    static final Duration TOLERANCE = Duration.ofMillis(100);

    private final long limitNanos;
    private final LongSupplier nanoTime;

    private boolean isClosed;

    /**
     * @param timeout time limit of one attempt
     * @param nanoTime a monotonic clock in nanoseconds
     */
    PauseGuard(Probe probe, Duration timeout, LongSupplier nanoTime) {
        super(probe);
        this.limitNanos = timeout.plus(TOLERANCE).toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public void start(Consumer<ProbeResult> done) {
        long started = nanoTime.getAsLong();
        probe.start(result -> {
            if (!isClosed && isFailure(result) && nanoTime.getAsLong() - started > limitNanos) {
                probe.start(done);
            } else {
                done.accept(result);
            }
        });
    }

    private static boolean isFailure(ProbeResult result) {
        return result instanceof Verdict verdict && verdict.health() == Health.FAILED;
    }

    @Override
    public void close() {
        isClosed = true;
        super.close();
    }
}
