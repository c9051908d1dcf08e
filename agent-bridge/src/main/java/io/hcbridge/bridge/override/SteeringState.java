/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.override.Steering.ResetKey;
import java.util.Map;

/** All that survives a restart of the bridge. */
public record SteeringState(Map<String, Overrides> overrides, Map<ResetKey, ResetTracker> accounts) {
    public static final SteeringState EMPTY = new SteeringState(Map.of(), Map.of());
}
