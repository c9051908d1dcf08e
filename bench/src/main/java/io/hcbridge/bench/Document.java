/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

/** A document with one generated part. The other parts are written by hand. */
record Document(String text) {
    private static final String BEGIN = "<!-- figures, written by ./hcbridge bench -->\n";
    private static final String END = "<!-- end of figures -->\n";

    /** Returns the same document with another generated part. */
    Document with(String figures) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(
                    "text: must contain " + BEGIN.strip() + " and, after it, " + END.strip());
        }
        return new Document(text.substring(0, begin + BEGIN.length()) + figures + text.substring(end));
    }
}
