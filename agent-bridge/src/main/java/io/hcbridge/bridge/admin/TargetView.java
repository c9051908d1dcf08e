/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.override.LastReply;
import io.hcbridge.bridge.override.OverrideJson;
import io.hcbridge.bridge.override.Overrides;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.probe.ProbeStep;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.source.SourceExplanation;
import io.hcbridge.bridge.source.StageResult;
import io.hcbridge.bridge.target.Target;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Renders targets as JSON for the command socket. Belongs to the event loop. */
final class TargetView {
    /** Rows in one page. A row has at most about 1.5 kB, and a Go client cannot read a reply above 190 kB. */
    private static final int ROWS_PER_PAGE = 100;

    /** Maximum number of aliases in one row. An alias has at most 128 characters. */
    private static final int MAX_ALIASES = 5;

    /** Maximum number of addresses in one reply. An entry has at most about 300 bytes. */
    private static final int MAX_ADDRESSES = 400;

    private final TargetSelection selection;
    private final ReplyComposer replies;
    private final Supplier<Optional<String>> problem;

    /** @param problem returns the problem of the state store, which each page contains */
    TargetView(TargetSelection selection, ReplyComposer replies, Supplier<Optional<String>> problem) {
        this.selection = selection;
        this.replies = replies;
        this.problem = problem;
    }

    /**
     * Returns a page: the rows from {@code from} on, the start of the next page if there is one, and the problem of the state store if
     * there is one.
     */
    JsonObject page(List<String> targets, int from) {
        return withProblem(rows(targets, from));
    }

    /** Adds the current problem of the state store. Thread-safe. */
    JsonObject withProblem(JsonObject rows) {
        problem.get().ifPresent(text -> rows.put("problem", text));
        return rows;
    }

    /** Returns a page without the problem of the state store. */
    JsonObject rows(List<String> targets, int from) {
        int start = Math.max(0, Math.min(from, targets.size()));
        int end = Math.min(start + ROWS_PER_PAGE, targets.size());
        JsonArray rows = new JsonArray();
        targets.subList(start, end).forEach(target -> rows.add(row(target)));
        JsonObject page = new JsonObject().put("targets", rows);
        if (end < targets.size()) {
            page.put("next", end);
        }
        return page;
    }

    /** Returns the row of a target, the result of its last probe with all stages, and the last replies to the addresses that checked it most recently. */
    JsonObject explain(Target target) {
        SourceExplanation source = target.explain();
        JsonObject json = row(target.name()).put("probe", source.probe());
        if (!source.steps().isEmpty()) {
            json.put(
                    "steps",
                    new JsonArray(source.steps().stream().map(TargetView::step).toList()));
        }
        json.put(
                "stages",
                new JsonArray(source.stages().stream().map(TargetView::stage).toList()));
        JsonArray addresses = new JsonArray();
        List<LastReply> last = replies.lastReplies(target.name());
        for (LastReply reply : last.subList(Math.max(0, last.size() - MAX_ADDRESSES), last.size())) {
            addresses.add(new JsonObject()
                    .put("haproxy", reply.address())
                    .put("line", reply.line().strip())
                    .put("at", reply.at().toString())
                    .put("pending", reply.pending()));
        }
        return json.put("last-replies", addresses);
    }

    private static JsonObject step(ProbeStep step) {
        return new JsonObject()
                .put("step", step.name())
                .put("seen", step.detail())
                .put("micros", step.micros());
    }

    private static JsonObject stage(StageResult stage) {
        JsonObject json = new JsonObject().put("stage", stage.stage());
        stage.input().ifPresent(input -> json.put("input", input));
        json.put("output", stage.output());
        return stage.note().isEmpty() ? json : json.put("note", stage.note());
    }

    private static JsonArray aliases(List<String> all) {
        JsonArray shown = new JsonArray(new ArrayList<>(all.subList(0, Math.min(all.size(), MAX_ALIASES))));
        return all.size() > MAX_ALIASES ? shown.add("and " + (all.size() - MAX_ALIASES) + " more") : shown;
    }

    private JsonObject row(String name) {
        Optional<Target> target = selection.configured(name);
        Optional<Verdict> verdict = target.flatMap(t -> t.source().last());
        JsonObject row = new JsonObject()
                .put("target", name)
                .put("verdict", verdict.map(v -> TargetMeters.label(v.health())).orElse("unknown"))
                .put("reason", verdict.map(v -> v.reason().text()).orElse(""));
        if (target.isEmpty()) {
            row.put("configured", false);
        }
        target.map(t -> t.config().aliases())
                .filter(aliases -> !aliases.isEmpty())
                .ifPresent(aliases -> row.put("aliases", aliases(aliases)));
        verdict.flatMap(Verdict::admin).ifPresent(a -> row.put("admin", a.name().toLowerCase(Locale.ROOT)));
        verdict.ifPresent(v -> v.capacity().weight().ifPresent(w -> row.put("weight", w)));
        target.flatMap(t -> t.config().ramp())
                .ifPresent(ramp -> replies.rampWeight(name, ramp).ifPresent(w -> row.put("ramp", w)));
        Overrides overrides = replies.overrides().of(name);
        overrides.state().ifPresent(o -> row.put("override", OverrideJson.ofState(o)));
        overrides.weight().ifPresent(o -> row.put("weight-override", OverrideJson.ofWeight(o)));
        return row.put("pending", replies.pending(name));
    }
}
