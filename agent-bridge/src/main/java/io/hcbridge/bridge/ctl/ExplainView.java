/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
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
        return table(
                steps,
                new Column("STEP", 12, step -> step.getString("step")),
                new Column("TIME", 10, step -> step.getLong("micros") + " µs"),
                new Column("SEEN", 78, step -> step.getString("seen")));
    }

    private static TextTable stages(JsonArray stages) {
        return table(
                stages,
                new Column("STAGE", 12, stage -> stage.getString("stage")),
                new Column("RESULT", 44, stage -> stage.getString("output")),
                new Column("NOTE", 44, stage -> stage.getString("note", "")));
    }

    private static TextTable replies(JsonArray replies) {
        return table(
                replies,
                new Column("HAPROXY", 24, reply -> reply.getString("haproxy")),
                new Column("AT", 22, reply -> seconds(reply.getString("at"))),
                new Column("PENDING", 8, reply -> reply.getString("pending")),
                new Column("LAST REPLY", 46, reply -> reply.getString("line")));
    }

    private static String seconds(String time) {
        return Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** One column of a table: its title, its width and the value in each row. */
    private record Column(String title, int width, Function<JsonObject, String> value) {}

    private static TextTable table(JsonArray rows, Column... columns) {
        TextTable table = TextTable.forColumns(
                Help.defaultColorScheme(Ansi.AUTO),
                IntStream.range(0, columns.length)
                        .mapToObj(i -> TargetTable.column(columns[i].width(), i == 0 ? 0 : 1))
                        .toArray(Help.Column[]::new));
        table.addRowValues(Arrays.stream(columns).map(Column::title).toArray(String[]::new));
        for (Object row : rows) {
            table.addRowValues(Arrays.stream(columns)
                    .map(column -> TargetTable.plain(column.value().apply((JsonObject) row)))
                    .toArray(Ansi.Text[]::new));
        }
        return table;
    }
}
