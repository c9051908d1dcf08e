/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import java.io.IOException;
import java.util.Locale;

/**
 * Writes metrics in Prometheus' text format 0.0.4. The lines of one metric must follow its {@link #metric}. The values of labels are names
 * of targets and constants, which need no escapes.
 */
final class MetricsText {
    private final Appendable page;
    private String name = "";

    MetricsText(Appendable page) {
        this.page = page;
    }

    /** The types of metrics. */
    enum MetricType {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    /** Begins a metric. */
    void metric(String newName, MetricType type, String help) throws IOException {
        name = newName;
        page.append("# HELP ").append(name).append(' ').append(help).append('\n');
        page.append("# TYPE ").append(name).append(' ');
        page.append(type.name().toLowerCase(Locale.ROOT)).append('\n');
    }

    /** @param labels names and values in turn */
    void sample(double value, String... labels) throws IOException {
        page.append(name);
        labels(labels);
        page.append(' ').append(Double.toString(value)).append('\n');
    }

    /** @param labels names and values in turn */
    void histogram(ProbeHistogram histogram, String... labels) throws IOException {
        long count = 0;
        for (int bucket = 0; bucket < ProbeHistogram.BUCKETS; bucket++) {
            count += histogram.count(bucket);
            bucket(Double.toString(ProbeHistogram.limitNanos(bucket) / 1e9), count, labels);
        }
        count += histogram.count(ProbeHistogram.BUCKETS);
        bucket("+Inf", count, labels);
        page.append(name).append("_count");
        labels(labels);
        page.append(' ').append(Long.toString(count)).append('\n');
        page.append(name).append("_sum");
        labels(labels);
        page.append(' ').append(Double.toString(histogram.sumNanos() / 1e9)).append('\n');
    }

    private void bucket(String limit, long count, String... labels) throws IOException {
        page.append(name).append("_bucket{");
        list(labels);
        page.append(labels.length == 0 ? "le=\"" : ",le=\"").append(limit).append("\"} ");
        page.append(Long.toString(count)).append('\n');
    }

    private void labels(String... labels) throws IOException {
        if (labels.length > 0) {
            page.append('{');
            list(labels);
            page.append('}');
        }
    }

    private void list(String... labels) throws IOException {
        for (int i = 0; i < labels.length; i += 2) {
            page.append(i == 0 ? "" : ",")
                    .append(labels[i])
                    .append("=\"")
                    .append(labels[i + 1])
                    .append('"');
        }
    }
}
