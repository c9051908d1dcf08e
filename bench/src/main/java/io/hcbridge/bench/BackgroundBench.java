/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.haproxy.BridgeProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Probes in the background: 1, 1000 and 10,000 targets with an interval of one second. Measures the CPU time and the memory of a target, and
 * compares the latency of checks with that of as many targets that are probed for each check.
 */
final class BackgroundBench implements Bench {
    private static final int RATE = 500;
    private static final Duration WINDOW = Duration.ofSeconds(4);
    private static final int MOST_ROUNDS = 3;
    /** The bridge starts 2000 first probes in one second, and compiles code for some more. */
    private static final Duration SETTLED = Duration.ofSeconds(8);

    private static final String BACKGROUND = "interval: 1s";
    private static final String ON_DEMAND = "on-failed: fail";

    private final List<Integer> counts;

    BackgroundBench() {
        this(List.of(1, 1000, 10_000));
    }

    /** @param counts numbers of targets, ascending; the first one is the reference for the memory */
    BackgroundBench(List<Integer> counts) {
        this.counts = counts;
    }

    /**
     * The figures of one bridge.
     *
     * @param cpuMicros CPU time for one probe, in each round
     * @param p99 of checks, in each round
     * @param heapBytes objects in use
     */
    private record Figures(Series cpuMicros, Series p99, double heapBytes) {}

    @Override
    public List<Row> run(Programs programs, Plan plan, Load load) throws IOException {
        List<Row> rows = new ArrayList<>();
        Optional<Figures> previous = Optional.empty();
        double baseBytes = 0;
        for (int count : counts) {
            Figures background = measure(programs, plan, load, count, BACKGROUND);
            String targets = count == 1 ? "1 target" : "%,d targets".formatted(count);
            String what = targets + " in the background at 1 s: ";
            rows.add(Row.absolute(what + "CPU of a probe", Unit.MICROSECONDS, background.cpuMicros(), Goals.NO_GOAL));
            if (previous.isPresent()) {
                Figures onDemand = measure(programs, plan, load, count, ON_DEMAND);
                rows.add(Row.ratio(
                        what + "the same, to fewer targets",
                        Unit.MICROSECONDS,
                        background.cpuMicros(),
                        previous.get().cpuMicros(),
                        Goals.CPU_TO_FEWER_TARGETS));
                rows.add(Row.absolute(
                        what + "memory of a target",
                        Unit.KILOBYTES,
                        new Series(List.of((background.heapBytes() - baseBytes) / (count - 1) / 1e3)),
                        Goals.TARGET_KILOBYTES));
                rows.add(Row.ratio(
                        what + "p99 at " + RATE + "/s, to probes for each check",
                        Unit.MICROSECONDS,
                        background.p99(),
                        onDemand.p99(),
                        Goals.P99_TO_ON_DEMAND));
            } else {
                baseBytes = background.heapBytes();
            }
            previous = Optional.of(background);
        }
        return rows;
    }

    private static Figures measure(Programs programs, Plan plan, Load load, int count, String mode) throws IOException {
        try (BenchEnvironment place = new BenchEnvironment(programs)) {
            ManyTargets targets = new ManyTargets(place, count);
            BridgeProcess bridge = place.bridgeProcess(targets.write(mode));
            Server server = targets.server(bridge);
            load.warm(server, plan.warmUp());
            if (!plan.isShort()) {
                HaproxyBench.pass(SETTLED);
            }
            List<Double> cpu = new ArrayList<>();
            List<Double> p99 = new ArrayList<>();
            for (int round = 0; round < Math.min(plan.rounds(), MOST_ROUNDS); round++) {
                double before = HaproxyBench.cpuSeconds(bridge);
                HaproxyBench.pass(WINDOW);
                double used = HaproxyBench.cpuSeconds(bridge) - before;
                cpu.add(used * 1e6 / count / WINDOW.toSeconds());
                p99.add(load.open(server, RATE, plan.openWindow()).p99());
            }
            return new Figures(new Series(cpu), new Series(p99), LiveHeap.bytes(bridge.pid()));
        }
    }
}
