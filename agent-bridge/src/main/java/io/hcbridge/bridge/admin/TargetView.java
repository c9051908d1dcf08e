/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.override.OperatorOverride;
import io.hcbridge.bridge.override.Overrides;
import io.hcbridge.bridge.override.Steering;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.target.Target;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Targets as JSON, for the command socket. Belongs to the event loop. */
public final class TargetView {
    /** A row is at most about 1 kB: so a page stays well below the 190 kB that a Go client reads whole. */
    private static final int ROWS_PER_PAGE = 100;

    private final Supplier<Optional<String>> problem;

    /**
     * A view that says with the targets what an operator should know.
     *
     * @param problem what is wrong with the state file
     */
    public TargetView(Supplier<Optional<String>> problem) {
        this.problem = problem;
    }

    /** Rows from {@code from} on, and where the next page starts, if there is one. */
    JsonObject page(List<Target> targets, int from) {
        int start = Math.max(0, Math.min(from, targets.size()));
        int end = Math.min(start + ROWS_PER_PAGE, targets.size());
        JsonArray rows = new JsonArray();
        targets.subList(start, end).forEach(target -> rows.add(row(target)));
        JsonObject page = new JsonObject().put("targets", rows);
        if (end < targets.size()) {
            page.put("next", end);
        }
        problem.get().ifPresent(text -> page.put("problem", text));
        return page;
    }

    JsonObject explain(Target target) {
        JsonObject json = row(target).put("probe", target.prober().describeLast());
        JsonArray addresses = new JsonArray();
        for (Steering.Told told : target.steering().told(target.name())) {
            addresses.add(new JsonObject()
                    .put("haproxy", told.address())
                    .put("line", told.line().strip())
                    .put("at", told.at().toString())
                    .put("owed", told.owed()));
        }
        return json.put("told", addresses);
    }

    private JsonObject row(Target target) {
        Optional<Verdict> verdict = target.prober().last();
        JsonObject row = new JsonObject()
                .put("target", target.name())
                .put("verdict", verdict.map(v -> TargetMeters.label(v.health())).orElse("unknown"))
                .put("reason", verdict.map(v -> v.reason().text()).orElse(""));
        verdict.flatMap(Verdict::admin).ifPresent(a -> row.put("admin", a.name().toLowerCase(Locale.ROOT)));
        verdict.ifPresent(v -> v.capacity().weight().ifPresent(w -> row.put("weight", w)));
        Overrides overrides = target.steering().overrides(target.name());
        overrides
                .state()
                .ifPresent(o -> row.put("override", override(o, o.value().name().toLowerCase(Locale.ROOT))));
        overrides.weight().ifPresent(o -> row.put("weight-override", override(o, o.value())));
        return row.put("owed", target.steering().owed(target.name()));
    }

    private static JsonObject override(OperatorOverride<?> override, Object value) {
        JsonObject json = new JsonObject()
                .put("value", value)
                .put("reason", override.reason().text())
                .put("by", override.by())
                .put("since", override.since().toString());
        override.until().ifPresent(until -> json.put("until", until.toString()));
        return json;
    }
}
