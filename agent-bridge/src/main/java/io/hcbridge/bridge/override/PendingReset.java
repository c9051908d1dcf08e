/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

/**
 * A word, {@code ready} or {@code 100%}, that takes back what an address was told.
 *
 * @param isPending whether the address was told what the word takes back
 * @param timesSent number of replies that carried the word since nobody wants the opposite any more
 * @param firstSent monotonic time in nanoseconds of the first of them; 0 while there is none
 */
record PendingReset(boolean isPending, int timesSent, long firstSent) {
    static final PendingReset NONE = new PendingReset(false, 0, 0);
    static final PendingReset UNSENT = new PendingReset(true, 0, 0);

    private static final int MIN_TIMES = 3;

    /** Starts again from no reply, where the reset is pending at all. */
    PendingReset restarted() {
        return isPending ? UNSENT : NONE;
    }

    /**
     * Returns the reset after one more reply. It ends after three replies, and not before {@code minNanos} have passed since the first:
     * behind one address there may be several HAProxies, and one of them may ask three times before another asks once.
     */
    PendingReset sentAt(long now, long minNanos) {
        if (!isPending) {
            return NONE;
        }
        long first = timesSent == 0 ? now : firstSent;
        boolean done = timesSent + 1 >= MIN_TIMES && now - first >= minNanos;
        return done ? NONE : new PendingReset(true, timesSent + 1, first);
    }
}
