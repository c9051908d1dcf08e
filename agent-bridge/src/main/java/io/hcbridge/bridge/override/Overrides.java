/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.override.OperatorOverride.State;
import java.time.Instant;
import java.util.Optional;

/** What stands for one target by an operator's decision; the two axes are set and end independently. */
public record Overrides(Optional<OperatorOverride<State>> state, Optional<OperatorOverride<Integer>> weight) {
    public static final Overrides NONE = new Overrides(Optional.empty(), Optional.empty());

    Overrides withState(OperatorOverride<State> override) {
        return new Overrides(Optional.of(override), weight);
    }

    Overrides withWeight(OperatorOverride<Integer> override) {
        return new Overrides(state, Optional.of(override));
    }

    /** What is left of them at {@code now}; this same object if nothing ended. */
    Overrides at(Instant now) {
        boolean stateEnds = state.isPresent() && state.get().isOver(now);
        boolean weightEnds = weight.isPresent() && weight.get().isOver(now);
        if (!stateEnds && !weightEnds) {
            return this;
        }
        return new Overrides(stateEnds ? Optional.empty() : state, weightEnds ? Optional.empty() : weight);
    }
}
