/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import java.time.Instant;

/**
 * The saved form of the pending resets of one address.
 *
 * @param ready whether the address has received {@code drain} or {@code maint}, and {@code ready} is pending
 * @param weight whether the address has received a weight, and {@code 100%} is pending
 * @param lastPoll time of the last check, accurate to a day
 */
public record SavedResets(boolean ready, boolean weight, Instant lastPoll) {
    /** Returns whether no reset is pending. */
    public boolean isEmpty() {
        return !ready && !weight;
    }
}
