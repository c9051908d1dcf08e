/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object from an untrusted source. Each error is an {@link IllegalArgumentException} that names the path of the value, the
 * value and the rule. An absent value and {@code null} are treated alike.
 */
public final class JsonReader {
    private final String path;
    private final JsonObject object;

    private JsonReader(String path, JsonObject object) {
        this.path = path;
        this.object = object;
    }

    /** Parses a text that must be one JSON object. */
    public static JsonReader of(String text) {
        try {
            return new JsonReader("", new JsonObject(text));
        } catch (DecodeException e) {
            throw new IllegalArgumentException("is not a JSON object", e);
        }
    }

    /** Returns the members of the object {@code key}, which must be objects, by name. Empty if the key is absent. */
    public Map<String, JsonReader> members(String key) {
        Map<String, JsonReader> members = new LinkedHashMap<>();
        object(key)
                .ifPresent(parent -> parent.object
                        .fieldNames()
                        .forEach(name ->
                                members.put(name, parent.object(name).orElseThrow(() -> parent.missing(name)))));
        return members;
    }

    /** Returns the elements of the array {@code key}, which must be objects. Empty if the key is absent. */
    public List<JsonReader> elements(String key) {
        JsonArray array = value(key, JsonArray.class, "a list").orElseGet(JsonArray::new);
        List<JsonReader> elements = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            Object element = array.getValue(i);
            String name = at(key) + "[" + i + "]";
            if (!(element instanceof JsonObject member)) {
                throw wrong(name, element, "an object");
            }
            elements.add(new JsonReader(name, member));
        }
        return elements;
    }

    public Optional<JsonReader> object(String key) {
        return value(key, JsonObject.class, "an object").map(o -> new JsonReader(at(key), o));
    }

    public Optional<String> text(String key) {
        return value(key, String.class, "a string");
    }

    public String requiredText(String key) {
        return text(key).orElseThrow(() -> missing(key));
    }

    /** Returns a boolean; false if the key is absent. */
    public boolean flag(String key) {
        return value(key, Boolean.class, "true or false").orElse(false);
    }

    /** Returns an integer from {@code min} to {@code max}; empty if the key is absent. */
    public OptionalInt number(String key, int min, int max) {
        Optional<Number> number = value(key, Number.class, "a number");
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        boolean isWhole = number.get() instanceof Integer || number.get() instanceof Long;
        if (!isWhole || number.get().longValue() < min || number.get().longValue() > max) {
            throw wrong(at(key), number.get(), "a whole number from " + min + " to " + max);
        }
        return OptionalInt.of(number.get().intValue());
    }

    /** Returns a time in the format of {@link Instant#toString}; empty if the key is absent. */
    public Optional<Instant> moment(String key) {
        return text(key).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw wrong(at(key), text, "a time like 2026-01-31T12:00:00Z");
            }
        });
    }

    public Instant requiredMoment(String key) {
        return moment(key).orElseThrow(() -> missing(key));
    }

    /**
     * Returns a text that is parsed by {@code parse}; empty if the key is absent. {@code parse} throws an {@link IllegalArgumentException}
     * with the rule.
     */
    public <T> Optional<T> parsed(String key, Function<String, T> parse) {
        return text(key).map(text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(at(key) + ": " + e.getMessage(), e);
            }
        });
    }

    /** Returns the error for a required value that is absent. */
    public IllegalArgumentException missing(String key) {
        return new IllegalArgumentException(at(key) + ": is missing");
    }

    private <T> Optional<T> value(String key, Class<T> type, String rule) {
        Object value = object.getValue(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw wrong(at(key), value, rule);
        }
        return Optional.of(type.cast(value));
    }

    private static IllegalArgumentException wrong(String path, @Nullable Object value, String rule) {
        return new IllegalArgumentException(path + ": " + shown(value) + " must be " + rule);
    }

    private static String shown(@Nullable Object value) {
        String text = String.valueOf(value);
        return "'" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "'";
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
