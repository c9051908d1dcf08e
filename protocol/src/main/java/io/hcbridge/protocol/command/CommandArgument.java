/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.command;

import java.util.regex.Pattern;

/**
 * One value in a command's {@code args}: text, a number, true, false or null.
 *
 * @param text the text, or the JSON literal; a reply repeats the literal unchanged
 * @param quoted whether the value is text
 */
public record CommandArgument(String text, boolean quoted) {
    private static final Pattern LITERAL =
            Pattern.compile("null|true|false|-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

    public CommandArgument {
        if (!quoted && !LITERAL.matcher(text).matches()) {
            throw new IllegalArgumentException(text + " must be a JSON number, true, false or null");
        }
    }

    /** Returns whether the value is JSON null, which means the same as an absent argument. */
    public boolean isNull() {
        return !quoted && text.equals("null");
    }

    /**
     * Converts a Java value.
     *
     * @throws IllegalArgumentException if the value is not text, a boolean or a finite number
     */
    public static CommandArgument of(Object value) {
        if (value instanceof CharSequence || value instanceof Character) {
            return new CommandArgument(value.toString(), true);
        }
        if (value instanceof Number || value instanceof Boolean) {
            return new CommandArgument(value.toString(), false);
        }
        throw new IllegalArgumentException(value.getClass().getName() + " must be text, a number, true or false");
    }
}
