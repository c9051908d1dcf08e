/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.agent;

/**
 * Why a reply says what it says: the text that HAProxy shows behind the state.
 *
 * <p>HAProxy passes control bytes on to the administrator's terminal and keeps 127 characters, its own {@code via agent :
 * down (} counted in; so a reason is printable ASCII, at most {@value #MAX_LENGTH} characters long.
 *
 * @param text may be empty; no blank at either end
 */
public record Reason(String text) {
    public static final int MAX_LENGTH = 100;

    public static final Reason NONE = new Reason("");

    private static final String CUT = "...";

    public Reason {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("reason: " + text.length() + " characters, at most " + MAX_LENGTH);
        }
        if (!text.equals(printable(text))) {
            throw new IllegalArgumentException("reason: must be printable ASCII without outer or doubled blanks");
        }
    }

    /** Makes a reason of any text: white space and control characters become one blank, other characters {@code ?}. */
    public static Reason of(String text) {
        String clean = printable(text);
        return new Reason(
                clean.length() <= MAX_LENGTH
                        ? clean
                        : clean.substring(0, MAX_LENGTH - CUT.length()).strip() + CUT);
    }

    private static String printable(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), MAX_LENGTH + 1));
        boolean blank = false;
        for (int i = 0; i < text.length() && clean.length() <= MAX_LENGTH; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == ' ' || Character.isWhitespace(c) || Character.isISOControl(c)) {
                blank = true;
                continue;
            }
            if (blank && clean.length() > 0) {
                clean.append(' ');
            }
            blank = false;
            clean.append(c < 0x7f ? (char) c : '?');
        }
        return clean.toString();
    }
}
