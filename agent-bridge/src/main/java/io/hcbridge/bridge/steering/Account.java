/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.steering;

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
record Account(Debt ready, Debt fullWeight, Instant lastPoll) {
    private static final int FULL_WEIGHT = 100;

    /** Of an address that was told nothing that it would have to be given back. */
    static Account opened(Instant now) {
        return new Account(Debt.NONE, Debt.NONE, now);
    }

    /** The same debts with nothing paid: payments are not saved one by one, and to pay once more costs nothing. */
    Account reopened() {
        return new Account(ready.reopened(), fullWeight.reopened(), lastPoll);
    }

    boolean isSettled() {
        return ready.equals(Debt.NONE) && fullWeight.equals(Debt.NONE);
    }

    /** What is being paid now, in HAProxy's words; empty for nothing. */
    String owed() {
        String words = (ready.payments() > 0 ? "ready " : "") + (fullWeight.payments() > 0 ? "100%" : "");
        return words.strip();
    }

    /** The account after a reply that says {@code intent}, whose words are {@link #reply}. */
    Account after(Intent intent, Instant now, Duration payFor) {
        return new Account(
                intent.admin().isPresent() ? Debt.RUNNING : ready.paidAt(now, payFor),
                intent.weight().isPresent() ? Debt.RUNNING : fullWeight.paidAt(now, payFor),
                now);
    }

    /** Everything that the bridge owns or owes, every time. */
    AgentReply reply(Intent intent, boolean reportOnly) {
        Optional<Admin> admin = intent.admin();
        if (admin.isEmpty() && !ready.equals(Debt.NONE)) {
            admin = Optional.of(Admin.READY);
        }
        OptionalInt weight = intent.weight();
        if (weight.isEmpty() && !fullWeight.equals(Debt.NONE)) {
            weight = OptionalInt.of(FULL_WEIGHT);
        }
        Health health = reportOnly && intent.health() == Health.FAILED ? Health.REPORT_ONLY : intent.health();
        return new AgentReply(
                Optional.of(health), admin, new Capacity(weight, intent.maxConnections()), intent.reason());
    }
}
