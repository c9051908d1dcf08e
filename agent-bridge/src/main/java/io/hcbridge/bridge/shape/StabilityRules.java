/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.shape;

import java.util.Optional;

/**
 * The rules for changes between up and not up.
 *
 * @param rise number of consecutive results that are up after which a target is up, 1 to {@link #MAX_ROW}
 * @param fall number of consecutive results that are not up after which a target is not up, 1 to {@link #MAX_ROW}
 * @param flap when a target that changes often is held down; empty for never
 */
public record StabilityRules(int rise, int fall, Optional<FlapRule> flap) {
    /** The maximum of {@code rise} and {@code fall}. */
    public static final int MAX_ROW = 100;

    /** Every result takes effect at once. */
    public static final StabilityRules NONE = new StabilityRules(1, 1, Optional.empty());

    public StabilityRules {
        checkRow("rise", rise);
        checkRow("fall", fall);
    }

    private static void checkRow(String name, int row) {
        if (row < 1 || row > MAX_ROW) {
            throw new IllegalArgumentException(name + ": " + row + " must be 1 to " + MAX_ROW);
        }
    }
}
