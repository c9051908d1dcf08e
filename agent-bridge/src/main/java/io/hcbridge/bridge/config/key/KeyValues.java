/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of some keys, each with its place. Not thread-safe. */
public final class KeyValues {
    private final Map<ConfigKey<?>, List<? extends Sourced<?>>> values = new HashMap<>();

    /** Sets the values of a key in place of those it had. An empty list marks a key that was set to something unusable. */
    public <T> void set(ConfigKey<T> key, List<Sourced<T>> newValues) {
        values.put(key, List.copyOf(newValues));
    }

    /** Whether the key was set, be it to something unusable. */
    public boolean isSet(ConfigKey<?> key) {
        return values.containsKey(key);
    }

    /** What the key was set to, without its default. */
    @SuppressWarnings("unchecked") // set() is the only writer.
    public <T> List<Sourced<T>> sourced(ConfigKey<T> key) {
        return (List<Sourced<T>>) values.getOrDefault(key, List.of());
    }

    /** What the key was set to, or its default with the key's name for a place. */
    public <T> List<Sourced<T>> sourcedOrDefault(ConfigKey<T> key) {
        List<Sourced<T>> set = sourced(key);
        return set.isEmpty()
                ? key.defaultValue().stream()
                        .map(value -> new Sourced<>(value, Place.nowhere(key.name())))
                        .toList()
                : set;
    }

    /** The key's one value, or its default; empty if it has neither. */
    public <T> Optional<T> find(ConfigKey<T> key) {
        return list(key).stream().findFirst();
    }

    /**
     * The key's one value, or its default.
     *
     * @throws IllegalStateException if it has neither
     */
    public <T> T get(ConfigKey<T> key) {
        return find(key).orElseThrow(() -> new IllegalStateException(key.name() + " has neither value nor default"));
    }

    /** The key's values, or its default. */
    public <T> List<T> list(ConfigKey<T> key) {
        return sourcedOrDefault(key).stream().map(Sourced::value).toList();
    }
}
