/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import java.time.Instant;

/**
 * The pending resets of one address, as a store keeps them.
 *
 * @param ready whether the address was told {@code drain} or {@code maint}
 * @param weight whether it was told a weight
 * @param lastPoll when it asked last, to within a day
 */
public record SavedResets(boolean ready, boolean weight, Instant lastPoll) {
    /** Whether nothing is pending. */
    public boolean isEmpty() {
        return !ready && !weight;
    }
}
