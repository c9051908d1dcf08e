/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.HostPort;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.Sourced;
import io.hcbridge.ipc.internal.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Values of keys, for people who compare two configurations. */
public final class Settings {
    private static final int MAX_TEXT = 100;
    private static final String UNSET = "default";

    private final Map<String, Value> values;

    private Settings(Map<String, Value> values) {
        this.values = Map.copyOf(values);
    }

    /** The values of a key. {@code isPublic} means that they contain no secret. */
    private record Value(List<?> values, boolean isPublic) {
        String text() {
            String text = values.size() == 1 ? format(values.get(0)) : formatAll(values);
            return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "..." : text;
        }
    }

    /** Returns the values of all keys that do not belong to a target, defaults included. */
    static Settings of(KeyValues values) {
        Map<String, Value> settings = new LinkedHashMap<>();
        for (ConfigKey<?> key : BridgeKeys.ALL) {
            if (key != BridgeKeys.TARGETS) {
                settings.put(key.name(), new Value(values.list(key), true));
            }
        }
        return new Settings(settings);
    }

    /** Returns the values that are set for a target, without defaults. */
    static Settings of(TargetDraft target) {
        Map<String, Value> settings = new LinkedHashMap<>();
        for (ConfigKey<?> key : TargetKeys.ALL) {
            put(key, "", target.values(), true, settings);
        }
        String section = target.kind().isMapping() ? target.kind().key() + "." : "";
        for (ConfigKey<?> key : target.kind().keys().get().all()) {
            put(key, section, target.probe(), false, settings);
        }
        return new Settings(settings);
    }

    private static void put(
            ConfigKey<?> key, String section, KeyValues from, boolean isPublic, Map<String, Value> into) {
        List<?> values = from.sourced(key).stream().map(Sourced::value).toList();
        if (!values.isEmpty()) {
            into.put(
                    section.isEmpty() ? key.name() : section + key.name(),
                    new Value(values, isPublic || values.stream().allMatch(Settings::isPlain)));
        }
    }

    /** Returns whether no value of this type is secret. A text, like a header or an argument of a program, may be. */
    private static boolean isPlain(Object value) {
        return value instanceof Path
                || value instanceof Duration
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Enum<?>
                || value instanceof HostPort;
    }

    /** Returns the keys whose values differ, in alphabetical order. */
    List<String> changedKeys(Settings after) {
        TreeSet<String> keys = new TreeSet<>(values.keySet());
        keys.addAll(after.values.keySet());
        keys.removeIf(key -> values.containsKey(key)
                && after.values.containsKey(key)
                && value(key).values().equals(after.value(key).values()));
        return List.copyOf(keys);
    }

    /** Returns {@code 500ms -> 1s}, or {@code changed} for a value that may be secret. */
    String change(String key, Settings after) {
        boolean isPublic = value(key).isPublic() && after.value(key).isPublic();
        return isPublic ? text(key) + " -> " + after.text(key) : "changed";
    }

    /** Returns all changes in one line; {@code changed} if no value differs, as after a change of a file that a key names. */
    String describeChanges(Settings after) {
        List<String> changes = new ArrayList<>();
        changedKeys(after).forEach(key -> changes.add(key + " " + change(key, after)));
        return changes.isEmpty() ? "changed" : String.join(", ", changes);
    }

    private Value value(String key) {
        return values.getOrDefault(key, new Value(List.of(), true));
    }

    private String text(String key) {
        Value value = value(key);
        return value.values().isEmpty() ? UNSET : value.text();
    }

    private static String formatAll(List<?> values) {
        return values.stream().map(Settings::format).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String format(Object value) {
        if (value instanceof Duration duration) {
            return Durations.format(duration);
        }
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
        return value.toString().replaceAll("\\p{Cntrl}", "?");
    }
}
