/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/** Renders rows of targets for a person, in colour on a terminal. */
final class TargetTable {
    private TargetTable() {}

    static String render(JsonObject page) {
        TextTable table = TextTable.forColumns(
                Help.defaultColorScheme(Ansi.AUTO), column(24), column(9), column(34), column(8), column(60));
        table.addRowValues("TARGET", "VERDICT", "OVERRIDE", "PENDING", "REASON");
        for (Object entry : page.getJsonArray("targets")) {
            JsonObject row = (JsonObject) entry;
            String verdict = row.getString("verdict");
            table.addRowValues(
                    plain(row.getString("target")),
                    Ansi.AUTO.text("@|" + colour(verdict) + " " + verdict + "|@"),
                    plain(overrides(row)),
                    plain(
                            row.getInteger("pending") == 0
                                    ? ""
                                    : row.getInteger("pending").toString()),
                    plain(row.getString("reason")));
        }
        String problem = page.getString("problem");
        return table + (problem == null ? "" : Ansi.AUTO.string("@|bold,red " + problem + "|@") + "\n");
    }

    private static String overrides(JsonObject row) {
        String state = override("", row.getJsonObject("override"));
        String weight = override("weight ", row.getJsonObject("weight-override"));
        return state + (state.isEmpty() || weight.isEmpty() ? "" : ", ") + weight;
    }

    private static String override(String before, @Nullable JsonObject override) {
        return override == null ? "" : before + override.getValue("value") + " by " + override.getString("by");
    }

    private static String colour(String verdict) {
        return switch (verdict) {
            case "up" -> "green";
            case "unknown" -> "yellow";
            default -> "red";
        };
    }

    /** Text from elsewhere must not be read as markup. */
    private static Ansi.Text plain(String text) {
        return Ansi.OFF.text(text.replace("@|", "@ |"));
    }

    private static Column column(int width) {
        return new Column(width, 0, Column.Overflow.TRUNCATE);
    }
}
