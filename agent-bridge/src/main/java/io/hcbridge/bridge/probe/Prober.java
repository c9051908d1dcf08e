/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.bridge.metrics.TargetMeters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One target's probes: all who ask while a probe is under way get its result. Belongs to one event loop. */
public final class Prober {
    private static final Logger LOG = LoggerFactory.getLogger(Prober.class);

    private final String target;
    private final Probe probe;
    private final TargetMeters meters;
    private final LongSupplier nanoTime;
    private final UnaryOperator<Verdict> shape;
    private final Logger log;

    private List<Consumer<ProbeResult>> askers = new ArrayList<>();
    private long startedNanos;
    private long tookNanos;
    private @Nullable Verdict last;

    /**
     * @param shape turns a probe's verdict into the one that askers get; applied once to each probe
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public Prober(
            String target, Probe probe, UnaryOperator<Verdict> shape, TargetMeters meters, LongSupplier nanoTime) {
        this(target, probe, shape, meters, nanoTime, LOG);
    }

    /** @param log gets a line for each change of the result */
    public Prober(
            String target,
            Probe probe,
            UnaryOperator<Verdict> shape,
            TargetMeters meters,
            LongSupplier nanoTime,
            Logger log) {
        this.target = target;
        this.probe = probe;
        this.shape = shape;
        this.meters = meters;
        this.nanoTime = nanoTime;
        this.log = log;
    }

    /** Asks for a result; {@code asker} gets it exactly once, possibly before this returns. */
    public void ask(Consumer<ProbeResult> asker) {
        askers.add(asker);
        if (askers.size() == 1) {
            startedNanos = nanoTime.getAsLong();
            probe.start(this::found);
        }
    }

    /** The last verdict; empty before the first. */
    public Optional<Verdict> last() {
        return Optional.ofNullable(last);
    }

    /** How the last probe went and how long it took, for a person. */
    public String describeLast() {
        return probe.describeLast() + ", in " + TimeUnit.NANOSECONDS.toMicros(tookNanos) + " µs";
    }

    /** The steps of the last probe, if its kind records them. */
    public List<ProbeStep> lastSteps() {
        return probe.lastSteps();
    }

    /** Ends a probe under way and releases what the probe holds. */
    public void close() {
        try {
            probe.close();
        } catch (RuntimeException e) {
            LOG.error("target {}: its probe cannot be closed", target, e);
        }
    }

    private void found(ProbeResult result) {
        tookNanos = nanoTime.getAsLong() - startedNanos;
        // A new list first: an asker that asks again starts the next probe, and no error here keeps the next probe from
        // starting.
        List<Consumer<ProbeResult>> served = askers;
        askers = new ArrayList<>();
        ProbeResult shaped = new BridgeFault("the result of a probe could not be used");
        try {
            shaped = shaped(result);
        } finally {
            tellAll(served, shaped);
        }
    }

    /** An {@link Error} of one asker costs no other its result. */
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
            return noteChange(shape.apply(verdict));
        } catch (RuntimeException e) {
            LOG.error("target {}: the result of a probe cannot be used", target, e);
            return new BridgeFault(e.toString());
        }
    }

    private void tell(Consumer<ProbeResult> asker, ProbeResult result) {
        try {
            asker.accept(result);
        } catch (RuntimeException e) {
            LOG.error("target {}: a check failed after its probe", target, e);
        }
    }

    private Verdict noteChange(Verdict verdict) {
        Verdict before = last;
        last = verdict;
        if (before != null && before.health() == verdict.health()) {
            return verdict;
        }
        meters.probeResult(verdict.health());
        String from = before == null ? "unknown" : TargetMeters.label(before.health());
        String to = TargetMeters.label(verdict.health());
        String reason = verdict.reason().text();
        log.atInfo()
                .addKeyValue("target", target)
                .addKeyValue("from", from)
                .addKeyValue("to", to)
                .addKeyValue("reason", reason)
                .log("target {}: {} -> {}{}", target, from, to, reason.isEmpty() ? "" : ": " + reason);
        return verdict;
    }
}
