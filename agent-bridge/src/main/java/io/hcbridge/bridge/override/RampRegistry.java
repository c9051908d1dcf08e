/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.override.StateChange.OfRamp;
import io.hcbridge.bridge.shape.Ramp;
import io.hcbridge.bridge.shape.RampState;
import io.hcbridge.ipc.internal.Durations;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ramps of all targets that have one. Belongs to the event loop. */
final class RampRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(RampRegistry.class);
    private static final int PERCENT = 100;
    /** Maximum number of removed targets that are remembered. */
    static final int MAX_REMOVED = 10_000;

    private final Clocks clocks;
    private final StateStore store;
    private final Map<String, RampState> states = new HashMap<>();
    /** Removed targets that were out of service, oldest first. HAProxy's server still is when the target returns. */
    private final Set<String> removedOut = new LinkedHashSet<>();

    RampRegistry(Map<String, Instant> saved, Clocks clocks, StateStore store) {
        this.clocks = clocks;
        this.store = store;
        saved.forEach((target, begin) -> states.put(target, RampState.ramping(clocks.toNanos(begin))));
    }

    /** Removes the saved ramps of targets that are no longer configured, and those that are over whatever their length is. */
    void retain(Set<String> targets) {
        long now = clocks.nanos();
        remove(entry -> !targets.contains(entry.getKey())
                || now - entry.getValue().begin() >= Ramp.LENGTH.max().toNanos());
    }

    /**
     * Removes the states of targets that are no longer configured, after a change of the configuration or of the discovered services. A
     * target that was out of service is still out of service when it returns.
     */
    void configured(Set<String> targets) {
        states.forEach((target, state) -> {
            if (state.isOut() && !targets.contains(target)) {
                removedOut.add(target);
            }
        });
        remove(entry -> !targets.contains(entry.getKey()));
        for (Iterator<String> removed = removedOut.iterator(); removed.hasNext(); ) {
            String target = removed.next();
            if (targets.contains(target)) {
                states.put(target, RampState.OUT);
                removed.remove();
            } else if (removedOut.size() > MAX_REMOVED) {
                removed.remove();
            }
        }
    }

    private void remove(Predicate<Map.Entry<String, RampState>> isRemoved) {
        List<OfRamp> removed = states.entrySet().stream()
                .filter(isRemoved)
                .map(entry -> new OfRamp(entry.getKey(), Optional.empty()))
                .toList();
        removed.forEach(change -> states.remove(change.target()));
        if (!removed.isEmpty()) {
            store.save(removed);
        }
    }

    RampState of(String target) {
        return states.getOrDefault(target, RampState.UNKNOWN);
    }

    OptionalInt weight(String target, Ramp ramp) {
        RampState state = of(target);
        long elapsed = clocks.nanos() - state.begin();
        return state.isRamping() && !ramp.isOver(elapsed)
                ? OptionalInt.of(ramp.weight(PERCENT, elapsed))
                : OptionalInt.empty();
    }

    /** Records the state after a reply. Saves it if a bridge that starts later needs the change. */
    void put(String target, RampState after, Ramp ramp) {
        RampState before = of(target);
        if (after.equals(before)) {
            return;
        }
        states.put(target, after);
        if (after.isRamping()) {
            LOG.info("target {}: ramp begins (from={}% for={})", target, ramp.from(), Durations.format(ramp.length()));
            store.save(List.of(new OfRamp(target, Optional.of(clocks.toWall(after.begin())))));
        } else if (before.isRamping()) {
            LOG.info("target {}: ramp ends ({})", target, after.isOut() ? "out of service" : "full weight");
            store.save(List.of(new OfRamp(target, Optional.empty())));
        }
    }
}
