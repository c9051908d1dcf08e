/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

import java.util.Optional;
import java.util.function.Function;

/**
 * A configuration key, declared once: the file, the flags and the documents are read or made from this. Two keys are equal only if
 * they are the same object.
 *
 * @param <T> the type of one value
 */
public final class ConfigKey<T> {
    private enum Shape {
        ONE,
        LIST,
        MAPPING
    }

    private final String name;
    private final Shape shape;
    private final Function<MappingEntry, T> parser;
    private final Optional<Flag> flag;
    private final Default byDefault;
    private final String meaning;

    private ConfigKey(
            String name,
            Shape shape,
            Function<MappingEntry, T> parser,
            Optional<Flag> flag,
            Default byDefault,
            String meaning) {
        this.name = name;
        this.shape = shape;
        this.parser = parser;
        this.flag = flag;
        this.byDefault = byDefault;
        this.meaning = meaning;
    }

    /**
     * A key with one value and no flag.
     *
     * @param name below its section's name, with a dot for each level: {@code agent.listen}
     * @param parser refuses a text by {@link IllegalArgumentException} whose message has the text and the rule
     * @param meaning one line of Markdown for the documents
     */
    public static <T> ConfigKey<T> one(String name, Function<String, T> parser, Default byDefault, String meaning) {
        return new ConfigKey<>(
                name, Shape.ONE, entry -> parser.apply(entry.text()), Optional.empty(), byDefault, meaning);
    }

    /** A key with one value or a list of values, and no flag. */
    public static <T> ConfigKey<T> list(String name, Function<String, T> parser, Default byDefault, String meaning) {
        return new ConfigKey<>(
                name, Shape.LIST, entry -> parser.apply(entry.text()), Optional.empty(), byDefault, meaning);
    }

    /**
     * A key with a mapping whose names are the operator's own, each with one value; its values are the entries.
     *
     * @param parser refuses an entry by {@link IllegalArgumentException} whose message has the text and the rule
     */
    public static <T> ConfigKey<T> mapping(
            String name, Function<MappingEntry, T> parser, Default byDefault, String meaning) {
        return new ConfigKey<>(name, Shape.MAPPING, parser, Optional.empty(), byDefault, meaning);
    }

    /** The same key with a flag. */
    public ConfigKey<T> with(Flag newFlag) {
        return new ConfigKey<>(name, shape, parser, Optional.of(newFlag), byDefault, meaning);
    }

    public String name() {
        return name;
    }

    /** Whether it may have several values; its flag may then be repeated. */
    public boolean isList() {
        return shape == Shape.LIST;
    }

    /** Whether its values are the entries of a mapping. */
    public boolean isMapping() {
        return shape == Shape.MAPPING;
    }

    public Optional<Flag> flag() {
        return flag;
    }

    public Default byDefault() {
        return byDefault;
    }

    public String meaning() {
        return meaning;
    }

    /**
     * Reads one value.
     *
     * @throws IllegalArgumentException if the text is no value of this key; the message has the text and the rule
     */
    public T parse(String text) {
        return parse(new MappingEntry("", Optional.empty(), text));
    }

    /** Reads one entry of a mapping, as {@link #parse(String)} does a value. */
    public T parse(MappingEntry entry) {
        return parser.apply(entry);
    }

    /** The value where none is set; empty if there is none. */
    Optional<T> defaultValue() {
        return byDefault.isValue() ? Optional.of(parse(byDefault.text())) : Optional.empty();
    }
}
