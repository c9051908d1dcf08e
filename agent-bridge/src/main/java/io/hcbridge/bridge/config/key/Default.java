/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

/**
 * What holds where a key is not set.
 *
 * @param text the value as it would be set if {@code isValue}; else words for the documents
 * @param isValue whether the text is a value of the key
 * @param isRequired whether the key must be set
 */
public record Default(String text, boolean isValue, boolean isRequired) {
    /** A value, written as an operator would write it. */
    public static Default value(String text) {
        return new Default(text, true, false);
    }

    /** No value; the words say what that means. */
    public static Default none(String words) {
        return new Default(words, false, false);
    }

    /** The key must be set. */
    public static Default required() {
        return new Default("required", false, true);
    }
}
