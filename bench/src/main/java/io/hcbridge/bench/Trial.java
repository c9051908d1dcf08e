/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.bench.Rounds.Measurement;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The results of several servers under the same load.
 *
 * @param ours the judged server
 * @param seen samples of each server
 */
record Trial(Server ours, Map<Server, List<Sample>> seen) {
    /** Measures all servers. The first one is the judged server. */
    static Trial run(Plan plan, List<Server> servers, Measurement<Server, Sample> measurement) throws IOException {
        return new Trial(servers.get(0), new Rounds(plan.rounds()).run(servers, measurement));
    }

    Row against(Server reference, String what, Unit unit, ToDoubleFunction<Sample> figure, Optional<Goal> goal) {
        return Row.ratio(
                what + ", to " + reference.name(), unit, series(ours, figure), series(reference, figure), goal);
    }

    /** Returns a row without a reference. */
    Row of(String what, Unit unit, ToDoubleFunction<Sample> figure, Optional<Goal> goal) {
        return Row.absolute(what, unit, series(ours, figure), goal);
    }

    private Series series(Server server, ToDoubleFunction<Sample> figure) {
        return Series.of(seen.getOrDefault(server, List.of()), figure);
    }
}
