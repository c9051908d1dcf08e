/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.YamlReader.Entry;
import io.hcbridge.bridge.config.YamlReader.EntryReader;
import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.probe.health.HealthProbeKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the rules of {@code discover} in a YAML file. */
final class DiscoverReader {
    private final YamlReader yaml;
    private final ConfigDraft draft;

    DiscoverReader(YamlReader yaml, ConfigDraft draft) {
        this.yaml = yaml;
        this.draft = draft;
    }

    void read(Entry section) {
        yaml.elements(section).forEach(this::readRule);
    }

    private void readRule(Entry rule) {
        TargetDraft targets = new TargetDraft(rule.place(), ProbeKind.HEALTH, new KeyValues(), new KeyValues());
        DiscoverDraft discover = new DiscoverDraft(new KeyValues(), targets);
        Map<String, EntryReader> ofTargets =
                new LinkedHashMap<>(yaml.readers(TargetKeys.WITH_DEFAULTS, targets.values()));
        ofTargets.putAll(yaml.readers(probeKeys(), targets.probe()));
        Map<String, EntryReader> known = new LinkedHashMap<>(yaml.readers(DiscoverKeys.ALL, discover.values()));
        known.put(DiscoverKeys.DEFAULTS, defaults -> yaml.read(yaml.entries(defaults), ofTargets));
        yaml.read(yaml.entries(rule), known);
        draft.discover().add(discover);
    }

    /** Returns the keys of the kind, without the directory, which each target has from its service. */
    static List<ConfigKey<?>> probeKeys() {
        List<ConfigKey<?>> keys = new ArrayList<>(ProbeKind.HEALTH.keys().get().all());
        keys.remove(HealthProbeKeys.DIRECTORY);
        return keys;
    }
}
