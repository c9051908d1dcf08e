/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares the bridge with the floor and the Go baseline: throughput, CPU time, latency, and memory after the load. The floor is a C
 * program that does only the necessary system calls.
 */
final class ChecksBench implements Bench {
    private static final int RATE = 500;

    private final List<Row> toFloor = new ArrayList<>();
    private final List<Row> toGo = new ArrayList<>();
    private final List<Row> cpu = new ArrayList<>();
    private final List<Row> latency = new ArrayList<>();
    private final List<Row> memory = new ArrayList<>();

    @Override
    public List<Row> run(Programs programs, Plan plan, Load load) throws IOException {
        try (BenchEnvironment place = new BenchEnvironment(programs)) {
            Server bridge = place.bridge(place.config(BenchEnvironment.ASKED, ""));
            Server floor = place.floor();
            Optional<Server> go = programs.hasGo() ? Optional.of(place.base()) : Optional.empty();
            List<Server> all =
                    Stream.concat(Stream.of(bridge, floor), go.stream()).toList();
            load.warm(bridge, plan.warmUp());
            for (int clients : plan.clients()) {
                Trial trial = Trial.run(plan, all, server -> load.closed(server, clients, plan.window()));
                judgeThroughput(trial, clients, floor, go, plan);
            }
            if (!plan.isShort()) {
                judgeLatency(Trial.run(plan, all, server -> load.open(server, RATE, plan.openWindow())), floor, go);
            }
            return Stream.of(toFloor, toGo, cpu, latency, memory)
                    .flatMap(List::stream)
                    .toList();
        }
    }

    private void judgeThroughput(Trial trial, int clients, Server floor, Optional<Server> go, Plan plan) {
        String checks = "checks, " + Load.text(clients);
        Optional<Goal> goal = Optional.ofNullable(Goals.CHECKS_TO_FLOOR.get(clients));
        toFloor.add(trial.against(floor, checks, Unit.PER_SECOND, Sample::rate, goal));
        if (go.isPresent()) {
            Optional<Goal> rateGoal = Optional.ofNullable(Goals.CHECKS_TO_GO.get(clients));
            // In a short run, the JIT compilers are still running, and their CPU time is part of the figure.
            Optional<Goal> cpuGoal = plan.isShort() ? Goals.NO_GOAL : Optional.ofNullable(Goals.CPU_TO_GO.get(clients));
            String time = "CPU of a check, " + Load.text(clients);
            toGo.add(trial.against(go.get(), checks, Unit.PER_SECOND, Sample::rate, rateGoal));
            cpu.add(trial.against(go.get(), time, Unit.MICROSECONDS, Sample::cpuMicros, cpuGoal));
        }
        String resident = "resident memory with 256 targets, after " + Load.text(clients);
        memory.add(trial.of(resident, Unit.MEGABYTES, Sample::rssMegabytes, Goals.MEMORY_MEGABYTES));
    }

    private void judgeLatency(Trial trial, Server floor, Optional<Server> go) {
        String what = "p99 at " + RATE + "/s";
        latency.add(trial.against(floor, what, Unit.MICROSECONDS, Sample::p99, Goals.NO_GOAL));
        go.ifPresent(g -> latency.add(trial.against(g, what, Unit.MICROSECONDS, Sample::p99, Goals.P99_TO_GO)));
    }
}
