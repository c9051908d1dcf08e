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

/** A real HAProxy with 1000 servers, each of which asks a warm bridge for a target of its own. */
final class HaproxyBench implements Bench {
    static final int SERVERS = 1000;
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final Pattern FAILED = Pattern.compile("Agent check for server many/\\S+ failed");

    /**
     * What one window showed.
     *
     * @param late servers whose agent check failed when the window began, and those for which HAProxy logged that it fails now; it logs
     *     only changes
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
        try (Workplace place = new Workplace(programs)) {
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
        // The CPU time is taken between the scrapes, which cost some themselves.
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

    private static double cpuSeconds(BridgeProcess bridge) {
        return ProcessHandle.of(bridge.pid())
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElseThrow()
                        .toMillis()
                / 1e3;
    }

    /** Servers {@code t0} and so on, each of which asks this agent for the target of its name. */
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

    /** A measuring window: waits for this time. */
    static void pass(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }
}
