/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.Flag;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.Place;
import io.hcbridge.bridge.config.key.Sourced;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The flags of the command line, not parsed.
 *
 * @param texts values of each flag, by the name of the flag with its dashes
 */
public record ConfigFlags(Map<String, List<String>> texts) {
    public ConfigFlags {
        texts = Map.copyOf(texts);
    }

    /** Returns the keys that have a flag, in the order of the documents. */
    public static List<ConfigKey<?>> keys() {
        return BridgeKeys.ALL.stream().filter(key -> key.flag().isPresent()).toList();
    }

    /** Sets the values of all flags. They replace the values of the file. */
    void applyTo(KeyValues values, ConfigErrors errors) {
        for (ConfigKey<?> key : keys()) {
            Flag flag = key.flag().orElseThrow();
            List<String> given = texts.getOrDefault(flag.name(), List.of());
            if (!given.isEmpty()) {
                apply(key, flag, given, values, errors);
            }
        }
    }

    private static <T> void apply(
            ConfigKey<T> key, Flag flag, List<String> given, KeyValues values, ConfigErrors errors) {
        Place place = Place.flag(flag.name());
        List<Sourced<T>> parsed = new ArrayList<>();
        for (String text : given) {
            try {
                parsed.add(new Sourced<>(key.parse(flag.keyText(text)), place));
            } catch (IllegalArgumentException e) {
                errors.add(place, String.valueOf(e.getMessage()));
            }
        }
        values.set(key, parsed);
    }
}
