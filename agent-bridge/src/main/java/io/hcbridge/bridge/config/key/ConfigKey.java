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
    private final String name;
    private final boolean isList;
    private final Function<String, T> parser;
    private final Optional<Flag> flag;
    private final Default byDefault;
    private final String meaning;

    private ConfigKey(
            String name,
            boolean isList,
            Function<String, T> parser,
            Optional<Flag> flag,
            Default byDefault,
            String meaning) {
        this.name = name;
        this.isList = isList;
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
        return new ConfigKey<>(name, false, parser, Optional.empty(), byDefault, meaning);
    }

    /** Returns a key with one value or a list of values, and no flag. */
    public static <T> ConfigKey<T> list(String name, Function<String, T> parser, Default byDefault, String meaning) {
        return new ConfigKey<>(name, true, parser, Optional.empty(), byDefault, meaning);
    }

    /** Returns this key with a flag. */
    public ConfigKey<T> with(Flag newFlag) {
        return new ConfigKey<>(name, isList, parser, Optional.of(newFlag), byDefault, meaning);
    }

    public String name() {
        return name;
    }

    /** Returns whether the key can have several values. The flag of such a key can be repeated. */
    public boolean isList() {
        return isList;
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
        return parser.apply(text);
    }

    /** Returns the default value; empty if there is none. */
    Optional<T> defaultValue() {
        return byDefault.isValue() ? Optional.of(parse(byDefault.text())) : Optional.empty();
    }
}
