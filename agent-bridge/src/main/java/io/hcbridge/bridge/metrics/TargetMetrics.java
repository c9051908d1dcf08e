/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import io.hcbridge.bridge.metrics.MetricsText.MetricType;
import io.hcbridge.protocol.agent.Health;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of all targets on the page. They are not meters of the registry, whose 15 meters of one target would take 8 kB.
 *
 * @param targets the meters of all targets
 * @param shared the probes of all targets; empty if each target has its own histogram on the page
 */
record TargetMetrics(List<TargetMeters> targets, Optional<ProbeHistogram> shared) {
    private static final double MILLIS = 1e3;
    private static final double NANOS = 1e9;

    TargetMetrics {
        targets = List.copyOf(targets);
    }

    void write(MetricsText page) throws IOException {
        if (targets.isEmpty()) {
            return;
        }
        writeReplies(page);
        page.metric(
                "hcbridge_target_verdict",
                MetricType.GAUGE,
                "1 for the verdict of the last reply to HAProxy, 0 for the others");
        writeOneOf(page, "verdict", false, TargetMeters::lastVerdict);
        page.metric(
                "hcbridge_target_probe_result",
                MetricType.GAUGE,
                "1 for the result of the last probe, 0 for the others");
        writeOneOf(page, "result", true, TargetMeters::probeResult);
        page.metric(
                "hcbridge_target_last_change_timestamp_seconds",
                MetricType.GAUGE,
                "Time of the last change of the verdict in replies, in seconds since 1970; 0 before the first reply");
        writeEach(page, meters -> meters.changedMillis() / MILLIS);
        page.metric(
                "hcbridge_target_unasked_seconds",
                MetricType.GAUGE,
                "Time since the last agent check of the target, or since it was added if there was none");
        writeEach(page, meters -> meters.unaskedNanos() / NANOS);
        writeProbes(page);
        writeReports(page);
    }

    private void writeReports(MetricsText page) throws IOException {
        List<TargetMeters> pushed =
                targets.stream().filter(meters -> meters.reports().isPresent()).toList();
        if (pushed.isEmpty()) {
            return;
        }
        page.metric(
                "hcbridge_push_reports_total", MetricType.COUNTER, "Reports that the service of the target has pushed");
        writeReports(page, pushed, ReportMeters::count);
        page.metric(
                "hcbridge_push_report_age_seconds",
                MetricType.GAUGE,
                "Time since the last report of the target, or since it was added if there was none");
        writeReports(page, pushed, reports -> reports.ageNanos() / NANOS);
    }

    private static void writeReports(MetricsText page, List<TargetMeters> pushed, ToDoubleFunction<ReportMeters> value)
            throws IOException {
        for (TargetMeters meters : pushed) {
            Optional<ReportMeters> reports = meters.reports();
            if (reports.isPresent()) {
                page.sample(value.applyAsDouble(reports.get()), "target", meters.target());
            }
        }
    }

    private void writeReplies(MetricsText page) throws IOException {
        page.metric(
                "hcbridge_replies_total",
                MetricType.COUNTER,
                "Replies to agent checks, by the health word that was sent");
        for (TargetMeters meters : targets) {
            for (int i = 0; i <= TargetMeters.VERDICTS.size(); i++) {
                String verdict = i == TargetMeters.VERDICTS.size()
                        ? TargetMeters.NO_VERDICT
                        : TargetMeters.label(TargetMeters.VERDICTS.get(i));
                page.sample((double) meters.replies(i), "target", meters.target(), "verdict", verdict);
            }
        }
    }

    /** Writes 1 for the current verdict and 0 for the others. The names of labels are in alphabetical order. */
    private void writeOneOf(
            MetricsText page, String label, boolean isFirst, Function<TargetMeters, Optional<Health>> current)
            throws IOException {
        for (TargetMeters meters : targets) {
            Optional<Health> now = current.apply(meters);
            for (Health health : TargetMeters.VERDICTS) {
                double value = now.isPresent() && now.get() == health ? 1 : 0;
                String word = TargetMeters.label(health);
                if (isFirst) {
                    page.sample(value, label, word, "target", meters.target());
                } else {
                    page.sample(value, "target", meters.target(), label, word);
                }
            }
        }
    }

    private void writeEach(MetricsText page, ToDoubleFunction<TargetMeters> value) throws IOException {
        for (TargetMeters meters : targets) {
            page.sample(value.applyAsDouble(meters), "target", meters.target());
        }
    }

    private void writeProbes(MetricsText page) throws IOException {
        page.metric("hcbridge_probe_duration_seconds", MetricType.HISTOGRAM, "Duration of one probe of the service");
        if (shared.isPresent()) {
            page.histogram(shared.get());
            return;
        }
        for (TargetMeters meters : targets) {
            page.histogram(meters.probes(), "target", meters.target());
        }
    }
}
