/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Compares checks that probe over the network with those of the Go program: throughput, CPU time and latency. */
final class NetworkBench implements Bench {
    private static final int RATE = 500;

    private final NetworkKind kind;

    NetworkBench(NetworkKind kind) {
        this.kind = kind;
    }

    @Override
    public List<Row> run(Programs programs, Plan plan, Load load) throws IOException {
        if (!programs.hasGo()) {
            return List.of();
        }
        try (BenchEnvironment place = new BenchEnvironment(programs)) {
            NetworkServices services = NetworkServices.start(place, kind);
            Server bridge = place.bridge(services.config());
            Server go = services.base();
            load.warm(bridge, plan.warmUp());
            List<Server> both = List.of(bridge, go);
            List<Row> checks = new ArrayList<>();
            List<Row> cpu = new ArrayList<>();
            for (int clients : plan.clients()) {
                Trial trial = Trial.run(plan, both, server -> load.closed(server, clients, plan.window()));
                checks.add(row(trial, go, "checks, " + Load.text(clients), Unit.PER_SECOND, Sample::rate));
                cpu.add(row(trial, go, "CPU of a check, " + Load.text(clients), Unit.MICROSECONDS, Sample::cpuMicros));
            }
            checks.addAll(cpu);
            Trial steady = Trial.run(plan, both, server -> load.open(server, RATE, plan.openWindow()));
            checks.add(row(steady, go, "p99 at " + RATE + "/s", Unit.MICROSECONDS, Sample::p99));
            return checks;
        }
    }

    private Row row(Trial trial, Server go, String what, Unit unit, ToDoubleFunction<Sample> figure) {
        return trial.against(go, kind.word() + " " + what, unit, figure, Goals.NO_GOAL);
    }
}
