/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The pending resets of one address for one target.
 *
 * <p>HAProxy keeps {@code drain}, {@code maint} and a weight until an agent changes them. An address that received one of them must
 * therefore get {@code ready} or {@code 100%} when neither the service nor the operator wants it any more. An address that did not receive
 * one must never get {@code ready}, because {@code ready} clears what an operator has set on HAProxy.
 *
 * @param isWeightReserved whether {@code 100%} is saved as pending before a weight is sent. A bridge that starts later then resets the
 *     weight, even if this bridge is killed right after it has sent the first one
 * @param lastPoll monotonic time in nanoseconds of the last check from this address
 */
record ResetTracker(PendingReset ready, PendingReset fullWeight, boolean isWeightReserved, long lastPoll) {
    private static final int FULL_WEIGHT = 100;

    /** Returns the tracker of an address without pending resets. */
    static ResetTracker none(long now) {
        return new ResetTracker(PendingReset.NONE, PendingReset.NONE, false, now);
    }

    /**
     * Returns the saved tracker at the start of a bridge. The number of replies with a reset word is not saved, because sending the word
     * again is harmless.
     */
    static ResetTracker restored(SavedResets saved, long lastPoll) {
        return new ResetTracker(
                saved.ready() ? PendingReset.UNSENT : PendingReset.NONE,
                saved.weight() ? PendingReset.UNSENT : PendingReset.NONE,
                false,
                lastPoll);
    }

    boolean isSettled() {
        return !ready.isPending() && !savesWeight();
    }

    /** Returns whether {@code 100%} is pending in the saved form. */
    boolean savesWeight() {
        return fullWeight.isPending() || isWeightReserved;
    }

    /** Returns the tracker with {@code 100%} saved as pending. */
    ResetTracker reserved() {
        return savesWeight() ? this : new ResetTracker(ready, fullWeight, true, lastPoll);
    }

    /** Returns whether both trackers have the same saved form, except for the time of the last check. */
    boolean hasSamePending(ResetTracker other) {
        return ready.isPending() == other.ready.isPending() && savesWeight() == other.savesWeight();
    }

    /** Returns the reset words in current replies; empty for none. */
    String pendingWords() {
        String words = (ready.timesSent() > 0 ? "ready " : "") + (fullWeight.timesSent() > 0 ? "100%" : "");
        return words.strip();
    }

    /**
     * Returns the tracker after the reply that {@link #reply} creates.
     *
     * @param reservesWeight whether one of the next replies may carry the first weight of a ramp
     */
    ResetTracker after(DesiredState desired, boolean reservesWeight, long now, long minNanos) {
        PendingReset weight = weightAfter(desired, now, minNanos);
        return new ResetTracker(
                desired.admin().isPresent() ? PendingReset.UNSENT : ready.sentAt(now, minNanos),
                weight,
                reservesWeight && !weight.isPending(),
                now);
    }

    private PendingReset weightAfter(DesiredState desired, long now, long minNanos) {
        if (desired.isDrain()) {
            // The reply contains no weight.
            return fullWeight.restarted();
        }
        return desired.weight().isPresent() ? PendingReset.UNSENT : fullWeight.sentAt(now, minNanos);
    }

    /** Creates the reply. It contains every part of the state that the bridge controls, and every pending reset. */
    AgentReply reply(DesiredState desired, boolean reportOnly) {
        Optional<Admin> admin = desired.admin();
        if (admin.isEmpty() && ready.isPending()) {
            admin = Optional.of(Admin.READY);
        }
        Health health = reportOnly && desired.health() == Health.FAILED ? Health.REPORT_ONLY : desired.health();
        return new AgentReply(
                desired.hasHealthWord() ? Optional.of(health) : Optional.empty(),
                admin,
                new Capacity(weight(desired), desired.maxConnections()),
                desired.reason());
    }

    /**
     * Returns the weight for the reply. While a server drains, no weight is sent, because HAProxy logs a warning for each. The weight
     * follows with {@code ready}.
     */
    private OptionalInt weight(DesiredState desired) {
        if (desired.isDrain()) {
            return OptionalInt.empty();
        }
        return desired.weight().isEmpty() && fullWeight.isPending() ? OptionalInt.of(FULL_WEIGHT) : desired.weight();
    }
}
