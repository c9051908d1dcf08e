/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import java.time.Instant;
import java.util.Map;

/**
 * The state that survives a restart of the bridge. Immutable. Contains no empty entries.
 *
 * @param overrides by target
 * @param reports last report of each service, by target
 * @param ramps begin of each running ramp by the wall clock, by target
 */
public record SavedState(
        Map<String, Overrides> overrides,
        Map<AddressKey, SavedResets> resets,
        Map<String, ServiceReport> reports,
        Map<String, Instant> ramps) {
    public static final SavedState EMPTY = new SavedState(Map.of(), Map.of(), Map.of(), Map.of());

    public SavedState {
        overrides = Map.copyOf(overrides);
        resets = Map.copyOf(resets);
        reports = Map.copyOf(reports);
        ramps = Map.copyOf(ramps);
    }
}
