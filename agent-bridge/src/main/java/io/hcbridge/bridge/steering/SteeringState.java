/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.steering;

import io.hcbridge.bridge.steering.Steering.AccountKey;
import java.util.Map;

/** All that survives a restart of the bridge. */
public record SteeringState(Map<String, Overrides> overrides, Map<AccountKey, Account> accounts) {
    public static final SteeringState EMPTY = new SteeringState(Map.of(), Map.of());
}
