/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.override.OperatorOverride.State;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The overrides of one target. The two axes are set and end independently.
 *
 * @param weight 1 to 100 percent; a target that is to get no traffic is drained
 */
public record Overrides(Optional<OperatorOverride<State>> state, Optional<OperatorOverride<Integer>> weight) {
    public static final Overrides NONE = new Overrides(Optional.empty(), Optional.empty());

    /** The least weight, in percent. */
    public static final int MIN_WEIGHT = 1;

    /** The largest weight, in percent. */
    public static final int MAX_WEIGHT = 100;

    public Overrides {
        weight.ifPresent(w -> {
            if (w.value() < MIN_WEIGHT || w.value() > MAX_WEIGHT) {
                throw new IllegalArgumentException("weight: " + w.value() + " must be 1 to 100 percent");
            }
        });
    }

    Overrides withState(OperatorOverride<State> override) {
        return new Overrides(Optional.of(override), weight);
    }

    Overrides withWeight(OperatorOverride<Integer> override) {
        return new Overrides(state, Optional.of(override));
    }

    boolean isEmpty() {
        return state.isEmpty() && weight.isEmpty();
    }

    /** Returns what has not ended; this same object if nothing has. */
    Overrides withoutEnded(InstantSource clock) {
        boolean canEnd = state.flatMap(OperatorOverride::until).isPresent()
                || weight.flatMap(OperatorOverride::until).isPresent();
        if (!canEnd) {
            return this;
        }
        var now = clock.instant();
        Overrides left = new Overrides(state.filter(o -> !o.hasEnded(now)), weight.filter(o -> !o.hasEnded(now)));
        return left.equals(this) ? this : left;
    }
}
