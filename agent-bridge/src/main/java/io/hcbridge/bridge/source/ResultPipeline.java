/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeStep;
import io.hcbridge.bridge.probe.Prober;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.shape.Stability;
import io.hcbridge.bridge.shape.StabilityRules;
import io.hcbridge.protocol.agent.Health;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stages between the probe of one target and its source: the probe's verdict, stability, the report of the service. Keeps the last
 * verdict of each stage, counts the probe's result and logs changes of the last stage's health. Belongs to one event loop.
 */
public final class ResultPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(ResultPipeline.class);

    private final String target;
    private final StabilityRules rules;
    private final UnaryOperator<Verdict> report;
    private final TargetMeters meters;
    private final LongSupplier nanoTime;
    private final Logger log;
    private final ReportedStateLog reportedState;

    private Stability stability = Stability.START;
    private @Nullable Verdict probed;
    private @Nullable Verdict stable;
    private @Nullable Verdict last;
    /** The health in the log. */
    private @Nullable Health logged;

    private long lastNanos;

    /**
     * @param report adds the last report of the service
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public ResultPipeline(
            String target,
            StabilityRules rules,
            UnaryOperator<Verdict> report,
            TargetMeters meters,
            LongSupplier nanoTime) {
        this(target, rules, report, meters, nanoTime, LOG);
    }

    /** @param log logger for changes of the result */
    public ResultPipeline(
            String target,
            StabilityRules rules,
            UnaryOperator<Verdict> report,
            TargetMeters meters,
            LongSupplier nanoTime,
            Logger log) {
        this.target = target;
        this.rules = rules;
        this.report = report;
        this.meters = meters;
        this.nanoTime = nanoTime;
        this.log = log;
        this.reportedState = new ReportedStateLog(target, log, nanoTime);
    }

    /** Returns a prober whose results pass this pipeline. */
    Prober prober(Probe probe) {
        return new Prober(target, probe, this::accept, meters, nanoTime);
    }

    /** Passes the verdict of a probe through all stages. */
    Verdict accept(Verdict verdict) {
        long now = nanoTime.getAsLong();
        Stability next = kept(stability, stability.after(verdict, now, rules));
        Verdict damped = next.verdict(now, rules);
        Verdict reported = report.apply(damped);
        stability = next;
        probed = kept(probed, verdict);
        stable = kept(stable, damped);
        last = kept(last, reported);
        lastNanos = now;
        // A result that is held back is counted as the probe found it.
        boolean isHeldBack = damped.health() != verdict.health();
        meters.probeResult(isHeldBack ? verdict.health() : reported.health());
        if (isHeldBack) {
            log.debug("target {}: {} is held back: {}", target, verdict.line(), next.describe(now, rules));
        }
        reportedState.note(reported);
        logChange(reported);
        return reported;
    }

    /**
     * Returns the verdict for a check whose probe has not ended at the check's deadline. What the service last reported stands. The probe
     * goes on, so this is no result.
     */
    Verdict late(Verdict noAnswer) {
        Verdict reported = report.apply(noAnswer);
        logChange(reported);
        return reported;
    }

    /**
     * Returns the value that is kept. Of two equal ones it is the old one: new objects of each target in each second would fill the heap's
     * old generation.
     */
    private static <T> T kept(@Nullable T before, T now) {
        return before != null && now.equals(before) ? before : now;
    }

    /** Returns whether further results like the last one would change the health. */
    boolean isPending() {
        return stability.isPending();
    }

    Optional<Verdict> last() {
        return Optional.ofNullable(last);
    }

    /** Returns the last verdict if its probe ended at most {@code maxAge} nanoseconds ago. */
    Optional<Verdict> last(long maxAge) {
        return last().filter(verdict -> nanoTime.getAsLong() - lastNanos <= maxAge);
    }

    /** Returns the explanation with the stages of the last result. */
    SourceExplanation explain(String probe, List<ProbeStep> steps) {
        return explain("probe", probe, steps);
    }

    /** @param origin name of the first stage, from which the results come */
    SourceExplanation explain(String origin, String probe, List<ProbeStep> steps) {
        SourceExplanation explanation = new SourceExplanation(probe, steps, List.of());
        if (probed == null || stable == null || last == null) {
            return explanation;
        }
        long now = nanoTime.getAsLong();
        return explanation
                .with(origin, probed.line(), TimeUnit.NANOSECONDS.toMillis(now - lastNanos) + " ms ago")
                .with("stability", stable.line(), stability.describe(now, rules))
                .with("report", last.line(), "");
    }

    private void logChange(Verdict verdict) {
        if (verdict.health() == logged) {
            return;
        }
        String from = logged == null ? "unknown" : TargetMeters.label(logged);
        logged = verdict.health();
        String to = TargetMeters.label(verdict.health());
        String reason = verdict.reason().text();
        log.atInfo()
                .addKeyValue("target", target)
                .addKeyValue("from", from)
                .addKeyValue("to", to)
                .addKeyValue("reason", reason)
                .log("target {}: {} -> {}{}", target, from, to, reason.isEmpty() ? "" : ": " + reason);
    }
}
