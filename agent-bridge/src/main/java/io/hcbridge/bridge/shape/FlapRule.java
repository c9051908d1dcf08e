/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.shape;

import io.hcbridge.ipc.internal.Durations;
import java.time.Duration;

/**
 * When a target that changes often is held down.
 *
 * @param changes number of changes between up and not up, 2 to {@link #MAX_CHANGES}
 * @param within the time in which they occur, positive
 * @param hold time for which the target is held down after the last of them, positive
 */
public record FlapRule(int changes, Duration within, Duration hold) {
    /** The maximum of {@code changes}. It bounds the memory of a target. */
    public static final int MAX_CHANGES = 100;

    public FlapRule {
        if (changes < 2 || changes > MAX_CHANGES) {
            throw new IllegalArgumentException("changes: " + changes + " must be 2 to " + MAX_CHANGES);
        }
        checkPositive("within", within);
        checkPositive("hold", hold);
    }

    private static void checkPositive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + ": " + Durations.format(duration) + " must be positive");
        }
    }

    /** Returns the reason of a target that is held down. */
    String reason() {
        return "flapping: " + changes + " changes in " + Durations.format(within);
    }
}
