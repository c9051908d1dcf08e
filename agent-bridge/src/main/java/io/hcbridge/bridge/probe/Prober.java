/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.bridge.metrics.TargetMeters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the probes of one target. Checks that arrive during a probe share its result. Belongs to one event loop. */
public final class Prober {
    private static final Logger LOG = LoggerFactory.getLogger(Prober.class);

    private final String target;
    private final Probe probe;
    private final TargetMeters meters;
    private final LongSupplier nanoTime;
    private final UnaryOperator<Verdict> shape;

    private List<Consumer<ProbeResult>> askers = new ArrayList<>(1);
    /** An empty list for the next checks; null while callbacks run. A new list for each probe would fill the heap's old generation. */
    private @Nullable List<Consumer<ProbeResult>> spare = new ArrayList<>(1);

    private long startedNanos;
    private long tookNanos;
    private @Nullable Runnable whenIdle;

    /**
     * @param shape converts the verdict of a probe into the verdict for the callbacks; applied once to each probe
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public Prober(
            String target, Probe probe, UnaryOperator<Verdict> shape, TargetMeters meters, LongSupplier nanoTime) {
        this.target = target;
        this.probe = probe;
        this.shape = shape;
        this.meters = meters;
        this.nanoTime = nanoTime;
    }

    /**
     * Requests a result. Starts a probe if none is running. {@code asker} receives the result exactly once, possibly before this method
     * returns.
     */
    public void ask(Consumer<ProbeResult> asker) {
        askers.add(asker);
        if (askers.size() == 1) {
            startedNanos = nanoTime.getAsLong();
            probe.start(this::found);
        }
    }

    /** Returns a description of the last probe and its duration, for operators. */
    public String describeLast() {
        return probe.describeLast() + ", in " + TimeUnit.NANOSECONDS.toMicros(tookNanos) + " µs";
    }

    /** Returns the steps of the last probe; empty if its kind does not record steps. */
    public List<ProbeStep> lastSteps() {
        return probe.lastSteps();
    }

    /**
     * Closes this prober as soon as no check waits for the result of a probe, possibly before this method returns. The last request for a
     * result must be made before.
     *
     * @param closed runs after the end
     */
    public void closeWhenIdle(Runnable closed) {
        whenIdle = closed;
        closeIfIdle();
    }

    private void closeIfIdle() {
        Runnable closed = whenIdle;
        if (closed != null && askers.isEmpty()) {
            close();
            closed.run();
        }
    }

    /** Ends a running probe and releases the resources of the probe. */
    public void close() {
        whenIdle = null;
        try {
            probe.close();
        } catch (RuntimeException e) {
            LOG.error("target {}: cannot close the probe", target, e);
        }
    }

    private void found(ProbeResult result) {
        tookNanos = nanoTime.getAsLong() - startedNanos;
        // The list is replaced first, because a callback may request the next result. An error here must not prevent
        // the next probe.
        List<Consumer<ProbeResult>> served = askers;
        askers = spare == null ? new ArrayList<>(1) : spare;
        spare = null;
        ProbeResult shaped = new BridgeFault("the result of a probe could not be processed");
        try {
            shaped = shaped(result);
        } finally {
            try {
                tellAll(served, shaped);
            } finally {
                served.clear();
                spare = served;
                closeIfIdle();
            }
        }
    }

    /** Calls all callbacks, even if one of them throws an {@link Error}. */
    private void tellAll(List<Consumer<ProbeResult>> served, ProbeResult result) {
        Error first = null;
        for (Consumer<ProbeResult> asker : served) {
            try {
                tell(asker, result);
            } catch (Error e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private ProbeResult shaped(ProbeResult result) {
        if (!(result instanceof Verdict verdict)) {
            return result;
        }
        try {
            meters.probed(tookNanos);
            return shape.apply(verdict);
        } catch (RuntimeException e) {
            LOG.error("target {}: cannot process the result of a probe", target, e);
            return new BridgeFault(e.toString());
        }
    }

    private void tell(Consumer<ProbeResult> asker, ProbeResult result) {
        try {
            asker.accept(result);
        } catch (RuntimeException e) {
            LOG.error("target {}: cannot complete a check after its probe", target, e);
        }
    }
}
