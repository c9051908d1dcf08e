/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/** Renders rows of targets as a table, {@value #WIDTH} columns wide, with colours on a terminal. Long texts are wrapped. */
final class TargetTable {
    static final int WIDTH = 100;

    private TargetTable() {}

    static String render(JsonObject page) {
        return render(page, Instant.now());
    }

    static String render(JsonObject page, Instant now) {
        TextTable table = TextTable.forColumns(
                Help.defaultColorScheme(Ansi.AUTO),
                column(20, 0),
                column(9, 1),
                column(11, 1),
                column(30, 1),
                column(8, 1),
                column(22, 1));
        table.addRowValues("TARGET", "VERDICT", "SERVICE", "OVERRIDE", "PENDING", "REASON");
        for (Object entry : page.getJsonArray("targets")) {
            JsonObject row = (JsonObject) entry;
            String verdict = row.getString("verdict");
            table.addRowValues(
                    plain(row.getString("target")),
                    Ansi.AUTO.text("@|" + colour(verdict) + " " + verdict + "|@"),
                    plain(reported(row)),
                    plain(overrides(row, now)),
                    plain(
                            row.getInteger("pending") == 0
                                    ? ""
                                    : row.getInteger("pending").toString()),
                    plain(reason(row)));
        }
        String problem = page.getString("problem");
        return table + (problem == null ? "" : Ansi.AUTO.string("@|bold,red " + problem + "|@") + "\n");
    }

    /** Returns the reason, followed by the aliases of the target. Only the last column can be long without breaking the row. */
    private static String reason(JsonObject row) {
        String reason = row.getBoolean("configured", true) ? row.getString("reason") : "not configured";
        String aliases = row.getJsonArray("aliases", new JsonArray()).stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return aliases.isEmpty() ? reason : (reason + " (alias " + aliases + ")").strip();
    }

    /** Returns the drain, maint and weight that the service reported, and the current share of this weight in a ramp. */
    private static String reported(JsonObject row) {
        String weight = row.containsKey("weight") ? row.getInteger("weight") + "%" : "";
        String ramp = row.containsKey("ramp") ? "ramp " + row.getInteger("ramp") + "%" : "";
        return Stream.of(row.getString("admin", ""), weight, ramp)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String overrides(JsonObject row, Instant now) {
        String state = override("", row.getJsonObject("override"), now);
        String weight = override("weight ", row.getJsonObject("weight-override"), now);
        return state + (state.isEmpty() || weight.isEmpty() ? "" : "; ") + weight;
    }

    private static String override(String before, @Nullable JsonObject override, Instant now) {
        if (override == null) {
            return "";
        }
        String reason = override.getString("reason", "");
        String until = override.getString("until", "");
        return before + override.getValue("value") + " by " + override.getString("by")
                + (until.isEmpty() ? "" : ", " + formatRemaining(Duration.between(now, Instant.parse(until))) + " left")
                + (reason.isEmpty() ? "" : ": " + reason);
    }

    /** Formats a time with its two largest units. */
    private static String formatRemaining(Duration time) {
        if (time.toDays() > 0) {
            return time.toDays() + "d " + time.toHoursPart() + "h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + "h " + time.toMinutesPart() + "m";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + "m " + time.toSecondsPart() + "s"
                : Math.max(0, time.toSeconds()) + "s";
    }

    private static String colour(String verdict) {
        return switch (verdict) {
            case "up" -> "green";
            case "unknown" -> "yellow";
            default -> "red";
        };
    }

    /** Returns text that contains no colour markup. Text from users or services could contain markup. */
    static Ansi.Text plain(String text) {
        return Ansi.OFF.text(text.replace("@|", "@ |"));
    }

    static Column column(int width, int indent) {
        return new Column(width, indent, Column.Overflow.WRAP);
    }
}
