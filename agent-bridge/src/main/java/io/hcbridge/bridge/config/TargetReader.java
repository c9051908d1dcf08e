/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.YamlReader.Entry;
import io.hcbridge.bridge.config.YamlReader.EntryReader;
import io.hcbridge.bridge.config.key.KeyValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one target of the YAML file. */
final class TargetReader {
    private final YamlReader yaml;
    private final ConfigErrors errors;
    private final List<ProbeKind> kinds;

    /** @param kinds all kinds; the first one is the default */
    TargetReader(YamlReader yaml, ConfigErrors errors, List<ProbeKind> kinds) {
        this.yaml = yaml;
        this.errors = errors;
        this.kinds = kinds;
    }

    TargetDraft read(Entry target) {
        List<Entry> entries = yaml.entries(target);
        ProbeKind kind = chooseKind(entries);
        TargetDraft draft = new TargetDraft(target.place(), kind, new KeyValues(), new KeyValues());
        Map<String, EntryReader> known = new LinkedHashMap<>(yaml.readers(TargetKeys.ALL, draft.values()));
        // The key of another kind is reported as an error by chooseKind.
        kinds.forEach(other -> known.put(other.key(), entry -> {}));
        Map<String, EntryReader> ofProbe = yaml.readers(kind.keys().get().all(), draft.probe());
        if (kind.isMapping()) {
            known.put(kind.key(), entry -> yaml.read(yaml.entries(entry), ofProbe));
        } else {
            known.putAll(ofProbe);
        }
        yaml.read(entries, known);
        return draft;
    }

    /** Returns the kind whose key comes first. A second key is an error. */
    private ProbeKind chooseKind(List<Entry> entries) {
        List<Entry> choices =
                entries.stream().filter(entry -> kind(entry).isPresent()).toList();
        for (int i = 1; i < choices.size(); i++) {
            Entry first = choices.get(0);
            errors.add(
                    choices.get(i).place(),
                    "a target can have only one kind of probe, and line " + first.line() + " has '" + first.name()
                            + "'");
        }
        return choices.isEmpty() ? kinds.get(0) : kind(choices.get(0)).orElseThrow();
    }

    private Optional<ProbeKind> kind(Entry entry) {
        return kinds.stream().filter(kind -> kind.key().equals(entry.name())).findFirst();
    }
}
