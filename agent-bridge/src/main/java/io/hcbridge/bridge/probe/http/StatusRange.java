/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.http;

/**
 * A range of HTTP status codes.
 *
 * @param first 100 to 599
 * @param last last code, included; not less than {@code first}
 */
record StatusRange(int first, int last) {
    private static final int LEAST = 100;
    private static final int MOST = 599;
    private static final int DIGITS = 3;

    /** Parses {@code 204} or {@code 200-299}. */
    static StatusRange parse(String text) {
        int dash = text.indexOf('-');
        int first = number(dash < 0 ? text : text.substring(0, dash));
        int last = dash < 0 ? first : number(text.substring(dash + 1));
        if (first < LEAST || last > MOST || first > last) {
            throw new IllegalArgumentException(
                    "'" + text + "' must be an HTTP status, or a range like 200-299, within " + LEAST + " to " + MOST);
        }
        return new StatusRange(first, last);
    }

    boolean contains(int status) {
        return status >= first && status <= last;
    }

    /** @return 0 if the text is not a number of three digits */
    private static int number(String text) {
        return text.length() == DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(text) : 0;
    }
}
