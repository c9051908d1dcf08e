/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.steering;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One word that an address is owed.
 *
 * @param isOwed whether it was told what the word takes back
 * @param payments how often the word was said since nobody wants the other any more
 * @param firstPayment when it was said first
 */
record Debt(boolean isOwed, int payments, Optional<Instant> firstPayment) {
    static final Debt NONE = new Debt(false, 0, Optional.empty());
    /** Told just now; nothing is paid. */
    static final Debt RUNNING = new Debt(true, 0, Optional.empty());

    private static final int PAYMENTS = 3;

    Debt reopened() {
        return isOwed ? RUNNING : NONE;
    }

    /**
     * The debt after the word was said once more, where it is owed. It is settled after three times and not before {@code payFor} is over:
     * behind one address there may be several HAProxies, and one of them may ask three times before another asks at all.
     */
    Debt paidAt(Instant now, Duration payFor) {
        if (!isOwed) {
            return NONE;
        }
        Instant first = firstPayment.orElse(now);
        boolean settled = payments + 1 >= PAYMENTS && !now.isBefore(first.plus(payFor));
        return settled ? NONE : new Debt(true, payments + 1, Optional.of(first));
    }
}
