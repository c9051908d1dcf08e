/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.shape;

import io.hcbridge.bridge.config.key.DurationRange;
import java.time.Duration;

/**
 * The rising weight of a server that returns to service: a linear function of time from {@code from} % to 100 % of the full weight.
 *
 * @param length time until the full weight, within {@link #LENGTH}
 * @param from first weight in percent of the full weight, {@value #MIN_FROM} to {@value #MAX_FROM}
 */
public record Ramp(Duration length, int from) {
    public static final DurationRange LENGTH = new DurationRange(Duration.ofSeconds(1), Duration.ofHours(1));
    public static final int MIN_FROM = 1;
    public static final int MAX_FROM = 99;

    private static final String FROM_RULE = "' must be a whole number, " + MIN_FROM + " to " + MAX_FROM;
    private static final int PERCENT = 100;

    public Ramp {
        LENGTH.check(length);
        checkFrom(from);
    }

    /**
     * Parses a first weight.
     *
     * @throws IllegalArgumentException if it is not valid; the message has the text and the rule
     */
    public static int parseFrom(String text) {
        try {
            return checkFrom(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + FROM_RULE, e);
        }
    }

    private static int checkFrom(int from) {
        if (from < MIN_FROM || from > MAX_FROM) {
            throw new IllegalArgumentException("'" + from + FROM_RULE);
        }
        return from;
    }

    /** Returns whether the full weight is reached this many nanoseconds after the begin. */
    public boolean isOver(long elapsed) {
        return elapsed >= length.toNanos();
    }

    /**
     * Returns the weight at a time, rounded down, and at least 1 because 0 would be no traffic.
     *
     * @param full the weight at the end, 1 to 100 percent
     * @param elapsed nanoseconds since the begin; a negative time counts as 0
     */
    public int weight(int full, long elapsed) {
        if (isOver(elapsed)) {
            return full;
        }
        long nanos = length.toNanos();
        long share = from * nanos + (PERCENT - from) * Math.max(0, elapsed);
        return (int) Math.max(1, full * share / (PERCENT * nanos));
    }
}
