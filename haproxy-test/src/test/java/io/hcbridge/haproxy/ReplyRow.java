/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A row of {@code replies.txt}: HAProxy's states after one reply.
 *
 * @param reply the reply with its line end
 * @param outcomes the states afterwards, as {@link Shown} renders them, in the order of {@link #STARTS}; {@code =} for no change
 * @param text HAProxy's text about its last agent check
 * @param versions {@code all}, {@code before 3.1} or {@code from 3.1}
 */
record ReplyRow(String reply, List<String> outcomes, String text, String versions) {
    /** The previous reply and HAProxy's state after it. */
    record Start(String reply, String shown) {}

    static final List<Start> STARTS = List.of(
            new Start("up\n", "UP"),
            new Start("down\n", "DOWN"),
            new Start("drain\n", "DRAIN"),
            new Start("maint\n", "MAINT"));

    private static final int CELLS = STARTS.size() + 3;

    /** Returns the rows for {@code version}. */
    static List<ReplyRow> table(HaproxyVersion version) throws IOException {
        try (InputStream in = Objects.requireNonNull(ReplyRow.class.getResourceAsStream("replies.txt"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return text.lines()
                    .filter(line -> line.contains("|") && !line.startsWith("//"))
                    .map(ReplyRow::parse)
                    .filter(row -> row.isFor(version))
                    .toList();
        }
    }

    /** Returns the expected state after the reply, for a server that was in the state {@code start}. */
    String outcome(Start start) {
        String outcome = outcomes.get(STARTS.indexOf(start));
        return outcome.equals("=") ? start.shown() : outcome;
    }

    private static ReplyRow parse(String line) {
        List<String> cells = List.of(line.split("\\|", -1)).stream()
                .map(cell -> cell.strip().translateEscapes())
                .toList();
        if (cells.size() != CELLS) {
            throw new IllegalArgumentException("replies.txt: " + CELLS + " cells needed in '" + line + "'");
        }
        return new ReplyRow(cells.get(0), cells.subList(1, CELLS - 2), cells.get(CELLS - 2), cells.get(CELLS - 1));
    }

    private boolean isFor(HaproxyVersion version) {
        if (versions.equals("all")) {
            return true;
        }
        HaproxyVersion bound = HaproxyVersion.parse(versions);
        return version.isAtLeast(bound.major(), bound.minor()) == versions.startsWith("from ");
    }
}
