/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.TextTable;

/** Renders the reply to {@code explain}: the target's row, its last probe with the steps, the stages, and the last reply to each HAProxy. */
final class ExplainView {
    private ExplainView() {}

    static String render(JsonObject reply) {
        StringBuilder text =
                new StringBuilder(TargetTable.render(new JsonObject().put("targets", new JsonArray().add(reply))));
        text.append("\nlast probe: ").append(reply.getString("probe", "")).append('\n');
        JsonArray steps = reply.getJsonArray("steps", new JsonArray());
        if (!steps.isEmpty()) {
            text.append('\n').append(steps(steps));
        }
        JsonArray stages = reply.getJsonArray("stages", new JsonArray());
        if (!stages.isEmpty()) {
            text.append('\n').append(stages(stages));
        }
        JsonArray replies = reply.getJsonArray("last-replies", new JsonArray());
        return text.append('\n')
                .append(replies.isEmpty() ? "no reply to an HAProxy yet\n" : replies(replies))
                .toString();
    }

    private static TextTable steps(JsonArray steps) {
        TextTable table = TextTable.forColumns(
                Help.defaultColorScheme(Ansi.AUTO),
                TargetTable.column(12, 0),
                TargetTable.column(10, 1),
                TargetTable.column(78, 1));
        table.addRowValues("STEP", "TIME", "SEEN");
        for (Object entry : steps) {
            JsonObject step = (JsonObject) entry;
            table.addRowValues(
                    TargetTable.plain(step.getString("step")),
                    TargetTable.plain(step.getLong("micros") + " µs"),
                    TargetTable.plain(step.getString("seen")));
        }
        return table;
    }

    private static TextTable stages(JsonArray stages) {
        TextTable table = TextTable.forColumns(
                Help.defaultColorScheme(Ansi.AUTO),
                TargetTable.column(12, 0),
                TargetTable.column(44, 1),
                TargetTable.column(44, 1));
        table.addRowValues("STAGE", "RESULT", "NOTE");
        for (Object entry : stages) {
            JsonObject stage = (JsonObject) entry;
            table.addRowValues(
                    TargetTable.plain(stage.getString("stage")),
                    TargetTable.plain(stage.getString("output")),
                    TargetTable.plain(stage.getString("note", "")));
        }
        return table;
    }

    private static String seconds(String time) {
        return Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static TextTable replies(JsonArray replies) {
        TextTable table = TextTable.forColumns(
                Help.defaultColorScheme(Ansi.AUTO),
                TargetTable.column(24, 0),
                TargetTable.column(22, 1),
                TargetTable.column(8, 1),
                TargetTable.column(46, 1));
        table.addRowValues("HAPROXY", "AT", "PENDING", "LAST REPLY");
        for (Object entry : replies) {
            JsonObject reply = (JsonObject) entry;
            table.addRowValues(
                    TargetTable.plain(reply.getString("haproxy")),
                    TargetTable.plain(seconds(reply.getString("at"))),
                    TargetTable.plain(reply.getString("pending")),
                    TargetTable.plain(reply.getString("line")));
        }
        return table;
    }
}
