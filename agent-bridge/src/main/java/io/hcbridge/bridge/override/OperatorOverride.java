/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.protocol.agent.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * What an operator decided for a target, on one axis.
 *
 * @param by the peer's user name
 * @param until when it ends by itself; empty for when it is cleared
 * @param <T> a {@link State}, or a weight in percent
 */
public record OperatorOverride<T>(T value, Reason reason, String by, Instant since, Optional<Instant> until) {
    /** A state that a target can be set to. */
    public enum State {
        UP,
        DOWN,
        STOPPED,
        DRAIN,
        MAINT
    }

    boolean isOver(Instant now) {
        return until.isPresent() && !now.isBefore(until.get());
    }
}
