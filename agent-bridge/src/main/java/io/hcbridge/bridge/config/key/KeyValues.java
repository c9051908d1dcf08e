/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Values of keys, each with its place. Not thread-safe. */
public final class KeyValues {
    private final Map<ConfigKey<?>, List<? extends Sourced<?>>> values = new HashMap<>();

    /** Sets the values of a key. Replaces earlier values. An empty list means that the key was set to an invalid value. */
    public <T> void set(ConfigKey<T> key, List<Sourced<T>> newValues) {
        values.put(key, List.copyOf(newValues));
    }

    /** Sets each key that {@code defaults} sets, that is not set here and that is not excluded. */
    public void addMissing(KeyValues defaults, Predicate<ConfigKey<?>> isExcluded) {
        defaults.values.forEach((key, value) -> {
            if (!isExcluded.test(key)) {
                values.putIfAbsent(key, value);
            }
        });
    }

    /** Returns whether the key was set, even if its value is invalid. */
    public boolean isSet(ConfigKey<?> key) {
        return values.containsKey(key);
    }

    /** Returns the values that were set, without the default. */
    @SuppressWarnings("unchecked") // set() is the only writer.
    public <T> List<Sourced<T>> sourced(ConfigKey<T> key) {
        return (List<Sourced<T>>) values.getOrDefault(key, List.of());
    }

    /** Returns the values that were set, or the default. The place of a default is the name of the key. */
    public <T> List<Sourced<T>> sourcedOrDefault(ConfigKey<T> key) {
        List<Sourced<T>> set = sourced(key);
        return set.isEmpty()
                ? key.defaultValue().stream()
                        .map(value -> new Sourced<>(value, Place.nowhere(key.name())))
                        .toList()
                : set;
    }

    /** Returns the value of the key, or its default. Empty if it has neither. */
    public <T> Optional<T> find(ConfigKey<T> key) {
        return list(key).stream().findFirst();
    }

    /**
     * Returns the value of the key, or its default.
     *
     * @throws IllegalStateException if it has neither
     */
    public <T> T get(ConfigKey<T> key) {
        return find(key).orElseThrow(() -> new IllegalStateException(key.name() + " has neither value nor default"));
    }

    /** Returns the values of the key, or its default. */
    public <T> List<T> list(ConfigKey<T> key) {
        return sourcedOrDefault(key).stream().map(Sourced::value).toList();
    }
}
