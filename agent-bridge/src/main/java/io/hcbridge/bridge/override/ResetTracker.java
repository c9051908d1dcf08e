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
 * <p>HAProxy keeps {@code drain}, {@code maint} and a weight until it is told otherwise. So an address that was told one of them gets
 * {@code ready} or {@code 100%} once nobody wants it any more. An address that was not told must never get it, since {@code ready} clears
 * what an operator set on HAProxy itself.
 *
 * @param lastPoll monotonic time in nanoseconds at which the address asked last
 */
record ResetTracker(PendingReset ready, PendingReset fullWeight, long lastPoll) {
    private static final int FULL_WEIGHT = 100;

    /** Of an address that was told nothing that has to be taken back. */
    static ResetTracker none(long now) {
        return new ResetTracker(PendingReset.NONE, PendingReset.NONE, now);
    }

    /** As a bridge starts. How often a word was sent is not saved: to send it again costs nothing. */
    static ResetTracker restored(SavedResets saved, long lastPoll) {
        return new ResetTracker(
                saved.ready() ? PendingReset.UNSENT : PendingReset.NONE,
                saved.weight() ? PendingReset.UNSENT : PendingReset.NONE,
                lastPoll);
    }

    boolean isSettled() {
        return !ready.isPending() && !fullWeight.isPending();
    }

    /** Whether both say the same on disk, but for the time of the last poll. */
    boolean isPendingLike(ResetTracker other) {
        return ready.isPending() == other.ready.isPending() && fullWeight.isPending() == other.fullWeight.isPending();
    }

    /** The words that replies carry now to take something back; empty for none. */
    String pendingWords() {
        String words = (ready.timesSent() > 0 ? "ready " : "") + (fullWeight.timesSent() > 0 ? "100%" : "");
        return words.strip();
    }

    /** Returns the tracker after the reply that {@link #reply} makes. */
    ResetTracker after(DesiredState desired, long now, long minNanos) {
        return new ResetTracker(
                desired.admin().isPresent() ? PendingReset.UNSENT : ready.sentAt(now, minNanos),
                weightAfter(desired, now, minNanos),
                now);
    }

    private PendingReset weightAfter(DesiredState desired, long now, long minNanos) {
        if (desired.isDrain()) {
            // The reply names no weight.
            return fullWeight.restarted();
        }
        return desired.weight().isPresent() ? PendingReset.UNSENT : fullWeight.sentAt(now, minNanos);
    }

    /** Makes the reply, which states everything that the bridge owns and every pending reset. */
    AgentReply reply(DesiredState desired, boolean reportOnly) {
        Optional<Admin> admin = desired.admin();
        if (admin.isEmpty() && ready.isPending()) {
            admin = Optional.of(Admin.READY);
        }
        Health health = reportOnly && desired.health() == Health.FAILED ? Health.REPORT_ONLY : desired.health();
        return new AgentReply(
                Optional.of(health), admin, new Capacity(weight(desired), desired.maxConnections()), desired.reason());
    }

    /** HAProxy logs a warning for every weight that it is told while it drains, so the weight comes with the {@code ready}. */
    private OptionalInt weight(DesiredState desired) {
        if (desired.isDrain()) {
            return OptionalInt.empty();
        }
        return desired.weight().isEmpty() && fullWeight.isPending() ? OptionalInt.of(FULL_WEIGHT) : desired.weight();
    }
}
