/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.override.OperatorOverride.State;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The overrides of one target. The state and the weight are set independently and end independently.
 *
 * @param weight 1 to 100 percent. It cannot be 0; a target without traffic is set to {@code drain}
 */
public record Overrides(Optional<OperatorOverride<State>> state, Optional<OperatorOverride<Integer>> weight) {
    public static final Overrides NONE = new Overrides(Optional.empty(), Optional.empty());

    /** Minimum weight in percent. */
    public static final int MIN_WEIGHT = 1;

    /** Maximum weight in percent. */
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

    /** Returns the overrides that have not ended. Returns this object if none has ended. */
    Overrides withoutExpired(InstantSource clock) {
        boolean canEnd = state.flatMap(OperatorOverride::until).isPresent()
                || weight.flatMap(OperatorOverride::until).isPresent();
        if (!canEnd) {
            return this;
        }
        var now = clock.instant();
        Overrides remaining = new Overrides(state.filter(o -> !o.hasEnded(now)), weight.filter(o -> !o.hasEnded(now)));
        return remaining.equals(this) ? this : remaining;
    }
}
