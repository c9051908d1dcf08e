/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

import java.util.Optional;
import java.util.function.Function;

/**
 * A configuration key. It is declared once; the file, the flags and the documents all use this declaration. Two keys are equal only if they
 * are the same object.
 *
 * @param <T> type of one value
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
     * Returns a key with one value and no flag.
     *
     * @param name full name with a dot between levels, like {@code agent.listen}; the key of a target has no prefix
     * @param parser throws {@link IllegalArgumentException} for an invalid text; the message has the text and the rule
     * @param meaning one line of Markdown for the documents
     */
    public static <T> ConfigKey<T> one(String name, Function<String, T> parser, Default byDefault, String meaning) {
        return new ConfigKey<>(
                name, Shape.ONE, entry -> parser.apply(entry.text()), Optional.empty(), byDefault, meaning);
    }

    /** Returns a key with one value or a list of values, and no flag. */
    public static <T> ConfigKey<T> list(String name, Function<String, T> parser, Default byDefault, String meaning) {
        return new ConfigKey<>(
                name, Shape.LIST, entry -> parser.apply(entry.text()), Optional.empty(), byDefault, meaning);
    }

    /**
     * Returns a key with a mapping. The operator chooses the names in the mapping, and each has one value. The values of the key are the
     * entries.
     *
     * @param parser throws {@link IllegalArgumentException} for an invalid entry; the message has the text and the rule
     */
    public static <T> ConfigKey<T> mapping(
            String name, Function<MappingEntry, T> parser, Default byDefault, String meaning) {
        return new ConfigKey<>(name, Shape.MAPPING, parser, Optional.empty(), byDefault, meaning);
    }

    /** Returns this key with a flag. */
    public ConfigKey<T> with(Flag newFlag) {
        return new ConfigKey<>(name, shape, parser, Optional.of(newFlag), byDefault, meaning);
    }

    public String name() {
        return name;
    }

    /** Returns whether the key can have several values. The flag of such a key can be repeated. */
    public boolean isList() {
        return shape == Shape.LIST;
    }

    /** Returns whether the values are the entries of a mapping. */
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
     * Parses one value.
     *
     * @throws IllegalArgumentException if the text is not a valid value; the message has the text and the rule
     */
    public T parse(String text) {
        return parse(new MappingEntry("", Optional.empty(), text));
    }

    /** Parses one entry of a mapping, like {@link #parse(String)} for a value. */
    public T parse(MappingEntry entry) {
        return parser.apply(entry);
    }

    /** Returns the default value; empty if there is none. */
    Optional<T> defaultValue() {
        return byDefault.isValue() ? Optional.of(parse(byDefault.text())) : Optional.empty();
    }
}
