/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.util.Optional;

/**
 * What a service last reported of itself. It stands while the service cannot be asked: a service that drains and leaves stays drained,
 * and one at 10 % gets no more.
 *
 * @param isStopped whether it reported {@code stopped}
 * @param reason the text it gave
 */
public record ServiceReport(Optional<Admin> admin, Capacity capacity, boolean isStopped, Reason reason) {
    /** Of a service that reported nothing that could stand. */
    public static final ServiceReport NOTHING = new ServiceReport(Optional.empty(), Capacity.NONE, false, Reason.NONE);

    private static final Reason CLOSED = Reason.of("closed on purpose");

    public ServiceReport {
        if (admin.equals(Optional.of(Admin.READY))) {
            throw new IllegalArgumentException("admin: must be drain or maint, or absent");
        }
    }

    /**
     * Returns the report after a probe. A service that could not be asked, or only for its health, has reported nothing new. One that says {@code stopped} has not
     * said that its drain is over.
     *
     * @param probed the verdict as the probe made it
     */
    ServiceReport after(Verdict probed) {
        if (!isAnswer(probed)) {
            return this;
        }
        boolean stopped = probed.health() == Health.STOPPED;
        Optional<Admin> left = stopped && probed.admin().isEmpty() ? admin : probed.admin();
        if (left.isEmpty() && !stopped && probed.capacity().equals(Capacity.NONE)) {
            return NOTHING;
        }
        return new ServiceReport(left, probed.capacity(), stopped, probed.reason());
    }

    /** Returns the verdict with this report in the place of what it could not find out. */
    Verdict completed(Verdict verdict) {
        if (verdict.health() == Health.STOPPED && verdict.admin().isEmpty() && admin.isPresent()) {
            return new Verdict(Health.STOPPED, admin, verdict.capacity(), verdict.reason(), verdict.isWithdrawn());
        }
        if (isAnswer(verdict) || equals(NOTHING)) {
            return verdict;
        }
        if (verdict.isWithdrawn() && isLeaving()) {
            return new Verdict(Health.STOPPED, admin, capacity, reason.text().isEmpty() ? CLOSED : reason, true);
        }
        return new Verdict(verdict.health(), admin, capacity, verdict.reason(), verdict.isWithdrawn());
    }

    /** Whether a service that withdraws now has closed on purpose. */
    private boolean isLeaving() {
        return isStopped || admin.isPresent();
    }

    private static boolean isAnswer(Verdict verdict) {
        return !verdict.isHealthOnly()
                && (verdict.health() != Health.FAILED
                        || verdict.admin().isPresent()
                        || !verdict.capacity().equals(Capacity.NONE));
    }
}
