/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.ipc.internal.OwnUser;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Measures a bridge with 10,000 targets whose services push reports at a TTL of 5 s, each twice within a TTL. */
final class PushBench implements Bench {
    private static final int TARGETS = 10_000;
    private static final Duration TTL = Duration.ofSeconds(5);
    private static final Duration EVERY = TTL.dividedBy(2);
    private static final int RATE = 500;
    private static final String WITH = "10,000 pushed targets at a TTL of 5 s: ";
    private static final String GROUP = "bench";

    @Override
    public List<Row> run(Programs programs, Plan plan, Load load) throws IOException {
        try (BenchEnvironment place = new BenchEnvironment(programs)) {
            String target = "push: {ttl: 5s, user: %d}".formatted(OwnUser.uid());
            BridgeProcess bridge = place.bridgeProcess(place.config(
                    "",
                    "push: {group: %s, directory: %s}".formatted(GROUP, place.directory()),
                    Collections.nCopies(TARGETS, target)));
            place.await(
                    "the bridge to be the master",
                    () -> bridge.metrics().sample("hcbridge_push_master").orElse(0) == 1);
            Server server = Server.agent("bridge", bridge.agent().getPort(), bridge.pid());
            try (PushReporters first = reporters(place)) {
                awaitAll(place, bridge);
                load.warm(server, plan.warmUp());
                if (first.faults() > 0) {
                    throw new IllegalStateException(first.faults() + " reports failed before the measurement");
                }
            }
            List<Double> cpu = new ArrayList<>();
            List<Double> faults = new ArrayList<>();
            Map<Boolean, List<Sample>> seen = new Rounds(plan.rounds()).run(List.of(false, true), isReporting -> {
                try (PushReporters reporters = reporters(place)) {
                    awaitAll(place, bridge);
                    if (isReporting) {
                        cpu.add(cpuPercent(bridge));
                        Sample sample = load.open(server, RATE, plan.openWindow());
                        faults.add((double) reporters.faults());
                        return sample;
                    }
                }
                // The last reports are valid for a TTL, which is longer than this window.
                return load.open(server, RATE, EVERY);
            });
            List<Sample> reporting = seen.getOrDefault(true, List.of());
            return List.of(
                    Row.absolute(
                            WITH + "CPU of the reports, of one core", Unit.PERCENT, new Series(cpu), Goals.NO_GOAL),
                    Row.ratio(
                            WITH + "p99 at " + RATE + "/s beside the reports, to none",
                            Unit.MICROSECONDS,
                            Series.of(reporting, Sample::p99),
                            Series.of(seen.getOrDefault(false, List.of()), Sample::p99),
                            Goals.NO_GOAL),
                    Row.absolute(
                            WITH + "resident memory",
                            Unit.MEGABYTES,
                            Series.of(reporting, Sample::rssMegabytes),
                            Goals.NO_GOAL),
                    Row.total(WITH + "reports without a response", new Series(faults), Goals.NONE_AT_ALL));
        }
    }

    private static PushReporters reporters(BenchEnvironment place) throws IOException {
        return new PushReporters(place.directory(), GROUP, TARGETS, EVERY);
    }

    /** Waits until every target has had a report within a TTL. */
    private static void awaitAll(BenchEnvironment place, BridgeProcess bridge) {
        double before = bridge.metrics().sum("hcbridge_push_reports_total");
        place.await(
                "a report for each target",
                () -> bridge.metrics().sum("hcbridge_push_reports_total") >= before + TARGETS);
    }

    private static double cpuPercent(BridgeProcess bridge) {
        double before = HaproxyBench.cpuSeconds(bridge);
        HaproxyBench.pass(TTL);
        return 100 * (HaproxyBench.cpuSeconds(bridge) - before) / TTL.toSeconds();
    }
}
