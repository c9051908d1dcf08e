/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a real client and a real server said to each other, byte by byte, as a text: lines with {@code >} are the client's, those
 * with {@code <} the server's, bytes outside of printable ASCII are {@code \xNN}. Where one side said several things in a row
 * they are one: how a stream is cut is no part of it.
 */
record Transcript(List<Line> lines) {
    /** What one side said. Bytes are written as the characters U+0000 to U+00FF. */
    record Line(boolean client, String bytes) {}

    /** Reads the transcript of this name from the resources beside this class. */
    static Transcript load(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Transcript.class.getResourceAsStream(name), name)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        }
    }

    static Transcript parse(String text) {
        List<Line> lines = new ArrayList<>();
        text.lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> lines.add(new Line(line.startsWith("> "), unescape(line.substring(2)))));
        return new Transcript(lines);
    }

    String render() {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            text.append(line.client() ? "> " : "< ")
                    .append(escape(line.bytes()))
                    .append('\n');
        }
        return text.toString();
    }

    /** The same with these bytes said last. */
    Transcript plus(boolean client, String bytes) {
        List<Line> more = new ArrayList<>(lines);
        int last = more.size() - 1;
        if (last >= 0 && more.get(last).client() == client) {
            more.set(last, new Line(client, more.get(last).bytes() + bytes));
        } else {
            more.add(new Line(client, bytes));
        }
        return new Transcript(more);
    }

    private static String escape(String bytes) {
        StringBuilder text = new StringBuilder();
        bytes.chars()
                .forEach(c -> text.append(
                        c >= ' ' && c <= '~' && c != '\\' ? String.valueOf((char) c) : String.format("\\x%02x", c)));
        return text.toString();
    }

    private static String unescape(String text) {
        StringBuilder bytes = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            if (text.startsWith("\\x", i)) {
                bytes.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
                i += 4;
            } else {
                bytes.append(text.charAt(i));
                i++;
            }
        }
        return bytes.toString();
    }
}
