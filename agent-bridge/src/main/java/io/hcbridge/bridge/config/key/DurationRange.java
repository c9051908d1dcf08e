/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

import io.hcbridge.ipc.internal.Durations;
import java.time.Duration;

/** The allowed durations of a key, including both bounds. */
public record DurationRange(Duration min, Duration max) {
    /** Parses a duration and checks the range. */
    public Duration parse(String text) {
        return check(Durations.parse(text));
    }

    /**
     * Returns the duration if it is within the range.
     *
     * @throws IllegalArgumentException if it is outside the range
     */
    public Duration check(Duration duration) {
        if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    Durations.format(duration) + " must be " + Durations.format(min) + " to " + Durations.format(max));
        }
        return duration;
    }
}
