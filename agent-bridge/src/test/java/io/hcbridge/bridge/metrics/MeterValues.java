/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads values from the metrics page, for tests of other packages. */
public final class MeterValues {
    private MeterValues() {}

    /** Returns the value of the only line that starts with {@code sample}, labels included. */
    public static double of(BridgeMetrics metrics, String sample) {
        return page(metrics)
                .lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no sample " + sample));
    }

    /** Returns the whole page. */
    public static String page(BridgeMetrics metrics) {
        try {
            return metrics.page().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
