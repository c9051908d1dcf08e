/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.command;

import java.util.regex.Pattern;

/**
 * One value of a command's {@code args}: text, a number, true, false or null.
 *
 * @param text the text, or the value as JSON spells it, which a reply repeats to the letter
 * @param quoted whether it is text
 */
public record CommandArgument(String text, boolean quoted) {
    private static final Pattern LITERAL =
            Pattern.compile("null|true|false|-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

    public CommandArgument {
        if (!quoted && !LITERAL.matcher(text).matches()) {
            throw new IllegalArgumentException(text + " is not a number, true, false or null of JSON");
        }
    }

    /** Whether it is as good as absent. */
    public boolean isNull() {
        return !quoted && text.equals("null");
    }

    /**
     * The argument for a Java value.
     *
     * @throws IllegalArgumentException if it is no text, boolean or finite number
     */
    public static CommandArgument of(Object value) {
        if (value instanceof CharSequence || value instanceof Character) {
            return new CommandArgument(value.toString(), true);
        }
        if (value instanceof Number || value instanceof Boolean) {
            return new CommandArgument(value.toString(), false);
        }
        throw new IllegalArgumentException("a " + value.getClass().getName() + " is not text, a number, true or false");
    }
}
