/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import io.hcbridge.protocol.health.HealthKind;
import java.time.Instant;
import java.util.Map;

/**
 * The state of one check at one moment.
 *
 * @param name the check's name
 * @param kind the kind of requests that the check decides about; see {@link Check}
 * @param isCritical whether the service is unhealthy while this check fails
 * @param status the status after {@code failAfter}, {@code recoverAfter} and {@code maxStale}
 * @param reason why the status is not {@link CheckStatus#UP}, in one line; empty if it is
 * @param data what the last run reported: texts, {@link Long} and {@link Boolean} values, in the check's order
 * @param since time of the last change of the status, by the wall clock
 */
public record CheckState(
        String name,
        HealthKind kind,
        boolean isCritical,
        CheckStatus status,
        String reason,
        Map<String, Object> data,
        Instant since) {
    public boolean isUp() {
        return status == CheckStatus.UP;
    }
}
