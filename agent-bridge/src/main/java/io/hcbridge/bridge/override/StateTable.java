/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The state in memory, as entries. Belongs to one thread. */
public final class StateTable {
    private final Map<String, Overrides> overrides = new HashMap<>();
    private final Map<AddressKey, SavedResets> resets = new HashMap<>();
    private final Map<String, ServiceReport> reports = new HashMap<>();
    private final Map<String, Instant> ramps = new HashMap<>();

    public StateTable(SavedState state) {
        overrides.putAll(state.overrides());
        resets.putAll(state.resets());
        reports.putAll(state.reports());
        ramps.putAll(state.ramps());
    }

    /** Adds, replaces or removes one entry. */
    public void apply(StateChange change) {
        if (change instanceof StateChange.OfOverrides c) {
            put(overrides, c.target(), c.overrides(), c.overrides().isEmpty());
        } else if (change instanceof StateChange.OfResets c) {
            put(resets, c.address(), c.resets(), c.resets().isEmpty());
        } else if (change instanceof StateChange.OfReport c) {
            put(reports, c.target(), c.report(), c.report().equals(ServiceReport.NOTHING));
        } else if (change instanceof StateChange.OfRamp c) {
            put(ramps, c.target(), c.begin().orElse(Instant.EPOCH), c.begin().isEmpty());
        }
    }

    /** Returns a copy of the whole state. */
    public SavedState snapshot() {
        return new SavedState(overrides, resets, reports, ramps);
    }

    private static <K, V> void put(Map<K, V> entries, K key, V value, boolean isEmpty) {
        if (isEmpty) {
            entries.remove(key);
        } else {
            entries.put(key, value);
        }
    }
}
