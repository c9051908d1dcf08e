/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One word that an address is owed.
 *
 * @param isPending whether it was told what the word takes back
 * @param timesSent how often the word was said since nobody wants the other any more
 * @param firstPayment when it was said first
 */
record PendingReset(boolean isPending, int timesSent, Optional<Instant> firstPayment) {
    static final PendingReset NONE = new PendingReset(false, 0, Optional.empty());
    /** Told just now; nothing is paid. */
    static final PendingReset RUNNING = new PendingReset(true, 0, Optional.empty());

    private static final int PAYMENTS = 3;

    PendingReset restarted() {
        return isPending ? RUNNING : NONE;
    }

    /**
     * The debt after the word was said once more, where it is owed. It is settled after three times and not before {@code payFor} is over:
     * behind one address there may be several HAProxies, and one of them may ask three times before another asks at all.
     */
    PendingReset paidAt(Instant now, Duration payFor) {
        if (!isPending) {
            return NONE;
        }
        Instant first = firstPayment.orElse(now);
        boolean settled = timesSent + 1 >= PAYMENTS && !now.isBefore(first.plus(payFor));
        return settled ? NONE : new PendingReset(true, timesSent + 1, Optional.of(first));
    }
}
