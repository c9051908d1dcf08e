/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import java.util.HashMap;
import java.util.Map;

/**
 * A configuration and the values that its sources set, for the comparison with a later configuration.
 *
 * @param settings values of all keys that do not belong to a target
 * @param targets values that are set for each target, by its name
 */
public record LoadedConfig(BridgeConfig config, Settings settings, Map<String, Settings> targets) {
    public LoadedConfig {
        targets = Map.copyOf(targets);
    }

    static LoadedConfig of(BridgeConfig config, ConfigDraft draft) {
        Map<String, Settings> targets = new HashMap<>();
        draft.targets().forEach((name, target) -> targets.put(name, Settings.of(target)));
        return new LoadedConfig(config, Settings.of(draft.values()), targets);
    }
}
