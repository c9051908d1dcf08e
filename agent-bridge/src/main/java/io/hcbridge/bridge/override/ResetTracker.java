/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one address was told about one target and has not been given back.
 *
 * <p>HAProxy keeps {@code drain}, {@code maint} and a weight until it is told otherwise. So whoever was told so is owed {@code
 * ready}, or {@code 100%}, once nobody wants it any more; and whoever was not told so must never get it, since {@code ready} clears
 * what an operator set on HAProxy itself.
 *
 * @param lastPoll when the address last asked
 */
record ResetTracker(PendingReset ready, PendingReset fullWeight, Instant lastPoll) {
    private static final int FULL_WEIGHT = 100;

    /** Of an address that was told nothing that it would have to be given back. */
    static ResetTracker opened(Instant now) {
        return new ResetTracker(PendingReset.NONE, PendingReset.NONE, now);
    }

    /** The same debts with nothing paid: timesSent are not saved one by one, and to pay once more costs nothing. */
    ResetTracker restarted() {
        return new ResetTracker(ready.restarted(), fullWeight.restarted(), lastPoll);
    }

    boolean isSettled() {
        return ready.equals(PendingReset.NONE) && fullWeight.equals(PendingReset.NONE);
    }

    /** What is being paid now, in HAProxy's words; empty for nothing. */
    String owed() {
        String words = (ready.timesSent() > 0 ? "ready " : "") + (fullWeight.timesSent() > 0 ? "100%" : "");
        return words.strip();
    }

    /** The account after a reply that says {@code intent}, whose words are {@link #reply}. */
    ResetTracker after(DesiredState intent, Instant now, Duration payFor) {
        return new ResetTracker(
                intent.admin().isPresent() ? PendingReset.RUNNING : ready.paidAt(now, payFor),
                intent.weight().isPresent() ? PendingReset.RUNNING : fullWeight.paidAt(now, payFor),
                now);
    }

    /** Everything that the bridge owns or owes, every time. */
    AgentReply reply(DesiredState intent, boolean reportOnly) {
        Optional<Admin> admin = intent.admin();
        if (admin.isEmpty() && !ready.equals(PendingReset.NONE)) {
            admin = Optional.of(Admin.READY);
        }
        OptionalInt weight = intent.weight();
        if (weight.isEmpty() && !fullWeight.equals(PendingReset.NONE)) {
            weight = OptionalInt.of(FULL_WEIGHT);
        }
        Health health = reportOnly && intent.health() == Health.FAILED ? Health.REPORT_ONLY : intent.health();
        return new AgentReply(
                Optional.of(health), admin, new Capacity(weight, intent.maxConnections()), intent.reason());
    }
}
