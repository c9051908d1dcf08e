/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of one run.
 *
 * @param reason why it failed; empty if it passed
 * @param cause the exception; null if it passed, or if it was not run
 * @param isBlocked whether it was not run, because a check that it depends on fails
 * @param nanos how long it took
 */
record CheckOutcome(
        boolean passed,
        String reason,
        Map<String, Object> data,
        @Nullable Throwable cause,
        boolean isBlocked,
        long nanos) {
    static CheckOutcome of(@Nullable Throwable failure, CheckData data, long nanos) {
        String reason = failure == null ? "" : CheckText.of(failure);
        return new CheckOutcome(failure == null, reason, data.entries(), failure, false, nanos);
    }

    /** Returns the outcome of a run that has no result. */
    static CheckOutcome failed(String reason, @Nullable Throwable cause, long nanos) {
        return new CheckOutcome(false, reason, Map.of(), cause, false, nanos);
    }

    static CheckOutcome blockedBy(String check) {
        return new CheckOutcome(false, "needs " + check, Map.of(), null, true, 0);
    }
}
