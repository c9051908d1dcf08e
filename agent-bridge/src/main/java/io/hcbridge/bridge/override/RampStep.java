/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.shape.Ramp;
import io.hcbridge.bridge.shape.RampState;

/**
 * The effect of a ramp on one reply.
 *
 * @param desired the desired state with the weight of the ramp
 * @param after the state of the ramp after the reply
 * @param reservesWeight whether {@code 100%} must be saved as pending, because the next reply may carry the first weight
 */
record RampStep(DesiredState desired, RampState after, boolean reservesWeight) {
    private static final int FULL_WEIGHT = 100;

    static RampStep without(DesiredState desired) {
        return new RampStep(desired, RampState.UNKNOWN, false);
    }

    /** @param canSendWeight whether the reset of a weight is saved. A reply does not wait for it, and then has the full weight */
    static RampStep of(DesiredState full, RampState state, boolean canSendWeight, Ramp ramp, long now) {
        if (!state.isRamping()) {
            return new RampStep(full, state, state.isOut());
        }
        int weight = ramp.weight(full.weight().orElse(FULL_WEIGHT), now - state.begin());
        return new RampStep(canSendWeight ? full.withWeight(weight) : full, state, true);
    }
}
