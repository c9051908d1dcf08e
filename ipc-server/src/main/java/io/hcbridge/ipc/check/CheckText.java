/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import io.hcbridge.ipc.internal.ErrorText;

/** The rules for texts and names that come from the service's code. */
final class CheckText {
    /** Longest reason in characters. A reply to {@code ping} has at most as many bytes. */
    static final int MAX_REASON = 4096;

    private static final int MAX_NAME = 64;

    private CheckText() {}

    /** Returns the reason for an exception of a check, which is not empty. */
    static String of(Throwable e) {
        String reason = of(ErrorText.of(e), MAX_REASON);
        return reason.isEmpty() ? e.getClass().getName() : reason;
    }

    /** Returns the text in one line: each run of white space and control characters becomes one space. A longer text is cut. */
    static String of(String text, int most) {
        if (isPlain(text, most)) {
            return text;
        }
        StringBuilder line = new StringBuilder(Math.min(text.length(), most));
        boolean blank = false;
        for (int i = 0; i < text.length() && line.length() < most; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (isBlank(c)) {
                blank = !line.isEmpty();
                continue;
            }
            if (blank) {
                line.append(' ');
            }
            blank = false;
            if (line.length() + Character.charCount(c) > most) {
                break;
            }
            line.appendCodePoint(c);
        }
        return line.toString();
    }

    /**
     * Returns the name.
     *
     * @throws IllegalArgumentException if it is not 1 to 64 letters, digits, dots, dashes and underscores
     */
    static String requireName(String what, String name) {
        boolean valid = !name.isEmpty() && name.length() <= MAX_NAME;
        for (int i = 0; valid && i < name.length(); i++) {
            char c = name.charAt(i);
            valid = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '.'
                    || c == '_'
                    || c == '-';
        }
        if (!valid) {
            throw new IllegalArgumentException(
                    what + " '" + of(name, MAX_NAME) + "' must match [A-Za-z0-9._-]{1," + MAX_NAME + "}");
        }
        return name;
    }

    /** Returns whether {@link #of} would not change the text. */
    private static boolean isPlain(String text, int most) {
        boolean plain = text.length() <= most && !text.startsWith(" ") && !text.endsWith(" ");
        for (int i = 0; plain && i < text.length(); i++) {
            char c = text.charAt(i);
            plain = c > ' ' ? c < 0x7f : c == ' ' && text.charAt(i - 1) != ' ';
        }
        return plain;
    }

    private static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }
}
