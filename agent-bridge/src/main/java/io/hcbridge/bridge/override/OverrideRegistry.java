/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.override.OperatorOverride.State;
import io.hcbridge.bridge.override.StateChange.OfOverrides;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The overrides of all targets. Belongs to the event loop. */
public final class OverrideRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(OverrideRegistry.class);

    private final Clocks clocks;
    private final StateStore store;
    private final Map<String, Overrides> byTarget;

    OverrideRegistry(Map<String, Overrides> saved, Clocks clocks, StateStore store) {
        this.byTarget = new HashMap<>(saved);
        this.clocks = clocks;
        this.store = store;
    }

    /** Replaces all overrides by those of another process, which has saved them. */
    void restore(Map<String, Overrides> saved) {
        byTarget.clear();
        byTarget.putAll(saved);
    }

    /** Returns the overrides of a target that have not ended. Removes those that have ended. */
    public Overrides of(String target) {
        Overrides current = byTarget.get(target);
        if (current == null) {
            return Overrides.NONE;
        }
        Overrides remaining = current.withoutExpired(clocks.wall());
        if (!remaining.equals(current)) {
            LOG.info("target {}: override ended", target);
            change(List.of(target), before -> remaining);
        }
        return remaining;
    }

    /** Returns the names of all targets with overrides, including targets that are not configured, in alphabetical order. */
    public List<String> targets() {
        return List.copyOf(byTarget.keySet()).stream()
                .filter(target -> !of(target).isEmpty())
                .sorted()
                .toList();
    }

    /** Sets the state of targets. Returns the stage of {@link StateStore#save}. */
    public CompletionStage<Void> setState(Collection<String> targets, OperatorOverride<State> override) {
        return change(targets, before -> before.withState(override));
    }

    /** Sets the weight of targets. Returns the stage of {@link StateStore#save}. */
    public CompletionStage<Void> setWeight(Collection<String> targets, OperatorOverride<Integer> override) {
        return change(targets, before -> before.withWeight(override));
    }

    /** Removes all overrides of targets. Returns the stage of {@link StateStore#save}. */
    public CompletionStage<Void> clear(Collection<String> targets) {
        return change(targets, before -> Overrides.NONE);
    }

    /** Applies a change that another process has saved. */
    public void applyExternal(OfOverrides change) {
        put(change.target(), change.overrides());
        LOG.info("target {}: overrides changed by another process", change.target());
    }

    private CompletionStage<Void> change(Collection<String> targets, UnaryOperator<Overrides> edit) {
        List<OfOverrides> changes = new ArrayList<>(targets.size());
        for (String target : targets) {
            Overrides after = edit.apply(byTarget.getOrDefault(target, Overrides.NONE));
            put(target, after);
            changes.add(new OfOverrides(target, after));
        }
        return store.save(changes);
    }

    private void put(String target, Overrides overrides) {
        if (overrides.isEmpty()) {
            byTarget.remove(target);
        } else {
            byTarget.put(target, overrides);
        }
    }
}
