/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

/**
 * A pending reset of one HAProxy. The reset word is {@code ready} for a drain or maint, and {@code 100%} for a weight.
 *
 * @param isPending whether HAProxy has received a state that the word must reset
 * @param timesSent number of replies that carried the reset word since the service and the operator no longer want that state
 * @param firstSent monotonic time in nanoseconds of the first of these replies; 0 if there is none
 */
record PendingReset(boolean isPending, int timesSent, long firstSent) {
    static final PendingReset NONE = new PendingReset(false, 0, 0);
    static final PendingReset UNSENT = new PendingReset(true, 0, 0);

    private static final int MIN_TIMES = 3;

    /** Returns the reset with no reply counted, if it is pending. */
    PendingReset restarted() {
        return isPending ? UNSENT : NONE;
    }

    /**
     * Returns the reset after one more reply with the reset word. It is complete after three replies and {@code minNanos} after the first
     * one. One reply is not enough, because several HAProxies may share one address, and one of them may check three times before another
     * checks once.
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
