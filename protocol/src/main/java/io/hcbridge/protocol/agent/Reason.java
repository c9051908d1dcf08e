/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.agent;

/**
 * The reason for a reply. HAProxy shows this text after the server's state.
 *
 * <p>A reason is printable ASCII and has at most {@value #MAX_LENGTH} characters. HAProxy writes control bytes unfiltered to
 * the operator's terminal. It keeps 127 characters, including its own prefix {@code via agent : down (}.
 *
 * @param text the text, possibly empty, without leading, trailing or repeated spaces
 */
public record Reason(String text) {
    public static final int MAX_LENGTH = 100;

    public static final Reason NONE = new Reason("");

    private static final String ELLIPSIS = "...";

    public Reason {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "reason: " + text.length() + " characters must be at most " + MAX_LENGTH);
        }
        if (!text.equals(printable(text))) {
            throw new IllegalArgumentException(
                    "reason: must be printable ASCII without leading, trailing or repeated spaces");
        }
    }

    /**
     * Converts any text to a reason. Each run of white space and control characters becomes one space. Other characters outside
     * ASCII become {@code ?}. A longer text is cut and ends with {@code ...}.
     */
    public static Reason of(String text) {
        String clean = printable(text);
        return new Reason(
                clean.length() <= MAX_LENGTH
                        ? clean
                        : clean.substring(0, MAX_LENGTH - ELLIPSIS.length()).strip() + ELLIPSIS);
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
