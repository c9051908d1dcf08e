/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.util.Locale;

/** The unit of a figure. */
enum Unit {
    RATIO("%.2f", ""),
    PER_SECOND("%,.0f", "/s"),
    MICROSECONDS("%,.1f", " µs"),
    MILLISECONDS("%,.0f", " ms"),
    PERCENT("%.1f", " %"),
    MEGABYTES("%,.0f", " MB"),
    KILOBYTES("%,.1f", " kB"),
    COUNT("%,.0f", "");

    private final String format;
    private final String sign;

    Unit(String format, String sign) {
        this.format = format;
        this.sign = sign;
    }

    String text(double value) {
        return number(value) + sign;
    }

    /** Returns the range from the least to the greatest value. */
    String spread(Series series) {
        return number(series.min()) + " to " + text(series.max());
    }

    private String number(double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
