/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A row of {@code replies.txt}: what HAProxy makes of one reply.
 *
 * @param reply with its line end
 * @param outcomes what {@link Shown} gives afterwards, in the order of {@link #STARTS}; {@code =} for no change
 * @param text what HAProxy then says about its last agent check
 * @param versions {@code all}, {@code before 3.1} or {@code from 3.1}
 */
record ReplyRow(String reply, List<String> outcomes, String text, String versions) {
    /** What the agent said before, and what HAProxy then shows. */
    record Start(String reply, String shown) {}

    static final List<Start> STARTS = List.of(
            new Start("up\n", "UP"),
            new Start("down\n", "DOWN"),
            new Start("drain\n", "DRAIN"),
            new Start("maint\n", "MAINT"));

    private static final int CELLS = STARTS.size() + 3;

    /** The rows that hold for {@code version}. */
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

    /** What a server shows after the reply that showed {@code start} before. */
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
