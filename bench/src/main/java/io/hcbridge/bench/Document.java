/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

/** A document of which one part is generated; what stands around it is written by hand. */
record Document(String text) {
    private static final String BEGIN = "<!-- figures, written by ./hcbridge bench -->\n";
    private static final String END = "<!-- end of figures -->\n";

    /** The same document with another generated part. */
    Document with(String figures) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("text: must hold " + BEGIN.strip() + " and, behind it, " + END.strip());
        }
        return new Document(text.substring(0, begin + BEGIN.length()) + figures + text.substring(end));
    }
}
