/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

/**
 * Unicode's {@code White_Space} property. Go's {@code strings.TrimSpace} removes these characters, and both ends of the
 * protocol must trim alike. {@link String#strip()} keeps U+0085 and U+00A0; {@link String#trim()} removes control characters.
 */
final class WhiteSpace {
    private WhiteSpace() {}

    static boolean is(int c) {
        return (c >= '\t' && c <= '\r')
                || c == ' '
                || c == 0x85
                || c == 0xA0
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200A)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x205F
                || c == 0x3000;
    }

    static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && is(text.charAt(start))) {
            start++;
        }
        while (end > start && is(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }
}
