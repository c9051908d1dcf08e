/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.haproxy.HaproxyConfig;
import io.hcbridge.haproxy.HaproxyProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A real HAProxy with 1000 servers that checks a warm bridge. Each server has its own target. */
final class HaproxyBench implements Bench {
    static final int SERVERS = 1000;
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final Pattern FAILED = Pattern.compile("Agent check for server many/\\S+ failed");

    /**
     * The result of one window.
     *
     * @param late number of servers whose agent check had failed before the window began, plus the number of failures that HAProxy logged
     *     during the window; HAProxy logs only changes
     */
    private record View(double cpuPercent, double answeredPerSecond, double late) {}

    @Override
    public List<Row> run(Programs programs, Plan plan, Load load) throws IOException {
        List<Row> rows = new ArrayList<>();
        rows.addAll(run(programs, plan, load, Duration.ofSeconds(1), Goals.CPU_PERCENT, Goals.NONE_AT_ALL));
        rows.addAll(run(programs, plan, load, Duration.ofMillis(100), Goals.NO_GOAL, Goals.NO_GOAL));
        return rows;
    }

    private static List<Row> run(
            Programs programs, Plan plan, Load load, Duration interval, Optional<Goal> cpu, Optional<Goal> late)
            throws IOException {
        String with = SERVERS + " HAProxy servers at " + interval.toMillis() + " ms: ";
        try (BenchEnvironment place = new BenchEnvironment(programs)) {
            BridgeProcess bridge = place.bridgeProcess(place.config(SERVERS, ""));
            load.warm(Server.agent("bridge", bridge.agent().getPort(), bridge.pid()), plan.warmUp());
            HaproxyProcess haproxy = place.keep(HaproxyProcess.start(config(bridge.agent(), interval)));
            pass(WINDOW);
            List<View> views = new ArrayList<>();
            for (int round = 0; round < plan.rounds(); round++) {
                views.add(watch(bridge, haproxy));
            }
            return List.of(
                    Row.absolute(with + "CPU, of one core", Unit.PERCENT, Series.of(views, View::cpuPercent), cpu),
                    Row.absolute(
                            with + "checks answered",
                            Unit.PER_SECOND,
                            Series.of(views, View::answeredPerSecond),
                            Goals.NO_GOAL),
                    Row.total(with + "late", Series.of(views, View::late), late));
        }
    }

    private static View watch(BridgeProcess bridge, HaproxyProcess haproxy) {
        long failed = failing(haproxy);
        long logged = haproxy.logged(FAILED);
        double answered = replies(bridge);
        long begun = System.nanoTime();
        // Read between the scrapes of the metrics, because a scrape uses CPU time, too.
        double cpu = cpuSeconds(bridge);
        pass(WINDOW);
        double used = cpuSeconds(bridge) - cpu;
        double answers = replies(bridge) - answered;
        double seconds = (System.nanoTime() - begun) / 1e9;
        double late = failed + haproxy.logged(FAILED) - logged;
        return new View(100 * used / WINDOW.toSeconds(), answers / seconds, late);
    }

    private static double replies(BridgeProcess bridge) {
        return bridge.metrics().sum("hcbridge_replies_total");
    }

    private static long failing(HaproxyProcess haproxy) {
        return haproxy.stats().servers().stream()
                .filter(server -> !server.agentStatus().equals("L7OK"))
                .count();
    }

    static double cpuSeconds(BridgeProcess bridge) {
        return ProcessHandle.of(bridge.pid())
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElseThrow()
                        .toMillis()
                / 1e3;
    }

    /** Returns a configuration with servers {@code t0}, {@code t1} and so on. Each requests the target with its own name. */
    static HaproxyConfig config(InetSocketAddress agent, Duration interval) {
        HaproxyConfig config = new HaproxyConfig();
        config.backend("many").line("option log-health-checks");
        for (int i = 0; i < SERVERS; i++) {
            config.backend("many")
                    .server("t" + i, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))
                    .agent(agent)
                    .agentSend("t" + i)
                    .agentInter(interval);
        }
        return config;
    }

    /** Waits for the length of a measuring window. */
    static void pass(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }
}
