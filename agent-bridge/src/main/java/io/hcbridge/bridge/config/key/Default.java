/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

/**
 * The default of a key.
 *
 * @param text the default value as an operator would write it if {@code isValue}; otherwise a text for the documents
 * @param isValue whether the text is a value of the key
 * @param isRequired whether the key must be set
 */
public record Default(String text, boolean isValue, boolean isRequired) {
    /** Returns a default value, written as an operator would write it. */
    public static Default value(String text) {
        return new Default(text, true, false);
    }

    /** Returns a default without a value. {@code words} describe the effect. */
    public static Default none(String words) {
        return new Default(words, false, false);
    }

    /** Returns the default of a key that must be set. */
    public static Default required() {
        return new Default("required", false, true);
    }
}
