/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import java.util.OptionalInt;

/** The longest recent time between two polls of a target by one HAProxy. A probe can pass it on to the service. Belongs to the event loop. */
public interface PollGap {
    /** For probes that run for each poll. Their own rate is that of the polls. */
    PollGap UNSTATED = OptionalInt::empty;

    /** Returns the time in milliseconds, at most 1 hour; 0 if nobody polls the target. Empty if the probe must not pass it on. */
    OptionalInt millis();
}
