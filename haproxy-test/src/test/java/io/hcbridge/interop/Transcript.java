/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The recorded bytes of a real client and a real server, as text. Lines with {@code >} are the client's, lines with {@code <} the
 * server's. Bytes outside printable ASCII are {@code \xNN}. Consecutive writes of one side are one line, because the segments of a stream
 * are not part of the protocol.
 */
record Transcript(List<Line> lines) {
    /** The bytes of one side, written as the characters U+0000 to U+00FF. */
    record Line(boolean client, String bytes) {}

    /** Reads the transcript of this name from the resources of this package. */
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

    /** Returns the transcript with these bytes appended. */
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
