/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import java.time.Duration;

/** Parses and formats durations: {@code 500ms}, {@code 2s}, {@code 1m}. */
public final class Durations {
    private static final int MAX_DIGITS = 9;

    private Durations() {}

    /**
     * Parses a positive duration: 1 to {@value #MAX_DIGITS} digits and {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}.
     *
     * @throws IllegalArgumentException if the text is not a duration or is 0; the message has the text and the rule
     */
    public static Duration parse(String text) {
        // A loop instead of a Pattern: `hcbridge probe` calls this, and loading the regex classes would delay its
        // start.
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0 || digits > MAX_DIGITS) {
            throw malformed(text);
        }
        long amount = Long.parseLong(text.substring(0, digits));
        Duration duration = switch (text.substring(digits)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw malformed(text);
        };
        if (amount == 0) {
            throw new IllegalArgumentException(text + " must be positive");
        }
        return duration;
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("'" + text + "' must be a duration like 500ms, 2s, 1m, 1h or 1d");
    }

    /** Formats a duration in the largest unit without a remainder. Fractions of a millisecond are dropped. */
    public static String format(Duration duration) {
        long ms = duration.toMillis();
        if (ms == 0 || ms % 1000 != 0) {
            return ms + "ms";
        }
        long s = ms / 1000;
        if (s % 86_400 == 0) {
            return s / 86_400 + "d";
        }
        if (s % 3600 == 0) {
            return s / 3600 + "h";
        }
        return s % 60 == 0 ? s / 60 + "m" : s + "s";
    }
}
