/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.util.Optional;

/**
 * The last report of a service. It stays in effect while the service cannot be queried. For example, a service that drains and then exits
 * stays drained, and a service with a weight of 10 % keeps that weight.
 *
 * @param isStopped whether the service reported {@code stopped}
 * @param reason the reason that the service gave
 */
public record ServiceReport(Optional<Admin> admin, Capacity capacity, boolean isStopped, Reason reason) {
    /** The report of a service that has reported nothing that stays in effect. */
    public static final ServiceReport NOTHING = new ServiceReport(Optional.empty(), Capacity.NONE, false, Reason.NONE);

    private static final Reason CLOSED = Reason.of("closed on purpose");

    public ServiceReport {
        if (admin.equals(Optional.of(Admin.READY))) {
            throw new IllegalArgumentException("admin: must be drain or maint, or absent");
        }
    }

    /**
     * Returns the report after a probe. The report stays if the service could not be queried, or was queried only for its health. A service
     * that reports {@code stopped} keeps its {@code drain} or {@code maint}.
     *
     * @param probed the verdict of the probe
     */
    ServiceReport after(Verdict probed) {
        if (!probed.isReport()) {
            return this;
        }
        boolean stopped = probed.health() == Health.STOPPED;
        Optional<Admin> remaining = stopped && probed.admin().isEmpty() ? admin : probed.admin();
        if (remaining.isEmpty() && !stopped && probed.capacity().equals(Capacity.NONE)) {
            return NOTHING;
        }
        return new ServiceReport(remaining, probed.capacity(), stopped, probed.reason());
    }

    /** Returns the verdict, with this report for the parts that the probe could not determine. */
    Verdict completed(Verdict verdict) {
        if (verdict.health() == Health.STOPPED && verdict.admin().isEmpty() && admin.isPresent()) {
            return new Verdict(Health.STOPPED, admin, verdict.capacity(), verdict.reason(), verdict.isWithdrawn());
        }
        if (verdict.isReport() || equals(NOTHING)) {
            return verdict;
        }
        if (verdict.isWithdrawn() && isClosing()) {
            return new Verdict(Health.STOPPED, admin, capacity, reason.text().isEmpty() ? CLOSED : reason, true);
        }
        return new Verdict(verdict.health(), admin, capacity, verdict.reason(), verdict.isWithdrawn());
    }

    /** Returns whether a service that removes its socket now was closed on purpose. */
    private boolean isClosing() {
        return isStopped || admin.isPresent();
    }
}
