/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import io.hcbridge.protocol.health.HealthKind;
import java.util.List;
import java.util.OptionalInt;

/**
 * The health of a service at one moment.
 *
 * @param kind what was asked
 * @param isUp whether all critical checks pass; true without checks
 * @param reason the reasons of the failed critical checks, or if there is none, those of the failed degraded checks; in one line, joined by
 *     {@code ; }; empty if all checks pass
 * @param weight lowest weight of the failed degraded checks; empty if none has a weight
 * @param checks the states of all checks that decide, in the order in which they were added
 */
public record HealthReport(HealthKind kind, boolean isUp, String reason, OptionalInt weight, List<CheckState> checks) {
    public HealthReport {
        checks = List.copyOf(checks);
    }

    /** Returns whether the service is up although a degraded check fails. */
    public boolean isDegraded() {
        return isUp && !reason.isEmpty();
    }
}
