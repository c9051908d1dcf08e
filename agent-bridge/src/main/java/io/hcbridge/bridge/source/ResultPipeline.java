/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.Prober;
import io.hcbridge.bridge.probe.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stages between the probe of one target and its source: the probe's verdict, then the report of the service. Keeps the last verdict of
 * each stage, and logs and counts changes of the last stage's health. Belongs to one event loop.
 */
public final class ResultPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(ResultPipeline.class);

    private final String target;
    private final UnaryOperator<Verdict> report;
    private final TargetMeters meters;
    private final LongSupplier nanoTime;
    private final Logger log;

    private @Nullable Verdict probed;
    private @Nullable Verdict last;
    private long lastNanos;

    /**
     * @param report adds the last report of the service
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public ResultPipeline(String target, UnaryOperator<Verdict> report, TargetMeters meters, LongSupplier nanoTime) {
        this(target, report, meters, nanoTime, LOG);
    }

    /** @param log logger for changes of the result */
    public ResultPipeline(
            String target, UnaryOperator<Verdict> report, TargetMeters meters, LongSupplier nanoTime, Logger log) {
        this.target = target;
        this.report = report;
        this.meters = meters;
        this.nanoTime = nanoTime;
        this.log = log;
    }

    /** Returns a prober whose results pass this pipeline. */
    Prober prober(Probe probe) {
        return new Prober(target, probe, this::accept, meters, nanoTime);
    }

    /** Passes the verdict of a probe through all stages. */
    Verdict accept(Verdict verdict) {
        Verdict reported = report.apply(verdict);
        Verdict before = last;
        probed = verdict;
        last = reported;
        lastNanos = nanoTime.getAsLong();
        if (before == null || before.health() != reported.health()) {
            meters.probeResult(reported.health());
            logChange(before, reported);
        }
        return reported;
    }

    Optional<Verdict> last() {
        return Optional.ofNullable(last);
    }

    /** Returns the last verdict if its probe ended at most {@code maxAge} nanoseconds ago. */
    Optional<Verdict> last(long maxAge) {
        return last().filter(verdict -> nanoTime.getAsLong() - lastNanos <= maxAge);
    }

    /** Returns the stages of the last result, in their order. */
    List<StageResult> stages() {
        if (probed == null || last == null) {
            return List.of();
        }
        return List.of(
                new StageResult("probe", Optional.empty(), probed, ""),
                new StageResult("report", Optional.of(probed), last, ""));
    }

    private void logChange(@Nullable Verdict before, Verdict verdict) {
        String from = before == null ? "unknown" : TargetMeters.label(before.health());
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
