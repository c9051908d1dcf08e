/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.ConfigKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The difference between the configuration of a running bridge and a new one.
 *
 * @param restartKeys changed keys that take effect only at the start of the bridge
 * @param changes one line for each other change: {@code + added}, {@code - removed} or {@code ~ changed: KEY OLD -> NEW}
 */
public record ConfigDifference(List<String> restartKeys, List<String> changes) {
    /** The keys whose changes a running bridge applies, in addition to all keys of targets. */
    private static final Set<String> RELOADED =
            Set.of(BridgeKeys.ALLOW, BridgeKeys.DEFAULT_TARGET, BridgeKeys.UNKNOWN_TARGET).stream()
                    .map(ConfigKey::name)
                    .collect(Collectors.toUnmodifiableSet());

    public ConfigDifference {
        restartKeys = List.copyOf(restartKeys);
        changes = List.copyOf(changes);
    }

    /** Compares two configurations. */
    public static ConfigDifference between(LoadedConfig before, LoadedConfig after) {
        List<String> keys = before.settings().changedKeys(after.settings());
        List<String> changes = new ArrayList<>();
        for (String key : keys) {
            if (RELOADED.contains(key)) {
                changes.add("~ " + key + ": " + before.settings().change(key, after.settings()));
            }
        }
        if (!before.config().discover().equals(after.config().discover())) {
            changes.add("~ " + DiscoverKeys.SECTION + ": changed");
        }
        addTargets(before, after, changes);
        return new ConfigDifference(
                keys.stream().filter(key -> !RELOADED.contains(key)).toList(), changes);
    }

    private static void addTargets(LoadedConfig before, LoadedConfig after, List<String> changes) {
        Map<String, TargetConfig> old = before.config().targets();
        Map<String, TargetConfig> now = after.config().targets();
        now.keySet().stream().filter(name -> !old.containsKey(name)).forEach(name -> changes.add("+ " + name));
        old.keySet().stream().filter(name -> !now.containsKey(name)).forEach(name -> changes.add("- " + name));
        now.forEach((name, target) -> {
            TargetConfig previous = old.get(name);
            if (previous != null && !previous.equals(target)) {
                changes.add("~ " + name + ": " + settings(before, name).describeChanges(settings(after, name)));
            }
        });
    }

    private static Settings settings(LoadedConfig config, String target) {
        Settings settings = config.targets().get(target);
        if (settings == null) {
            throw new IllegalArgumentException("no settings of target " + target);
        }
        return settings;
    }
}
