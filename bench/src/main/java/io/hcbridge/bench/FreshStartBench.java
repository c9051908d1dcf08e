/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.haproxy.ChildProcess;
import io.hcbridge.haproxy.FreePort;
import io.hcbridge.haproxy.HaproxyProcess;
import io.hcbridge.haproxy.ServerState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * A bridge that starts while a real HAProxy already checks it: 1000 servers, each every 100 ms. Counts late servers. A server is late if
 * one of its checks times out although the port is open. Connections that are refused before the port opens are not counted.
 */
final class FreshStartBench implements Bench {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration EARLY = Duration.ofSeconds(3);
    private static final Duration LATER = Duration.ofSeconds(5);
    /** Longer than an interval plus a check's timeout. After this time, each server has the result of a check that began after the mark. */
    private static final Duration SETTLED = Duration.ofMillis(300);

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long PAUSE_NANOS = 500_000;
    private static final Pattern TIMED_OUT =
            Pattern.compile("Agent check for server many/(t\\d+) failed, reason: Layer[47] timeout");

    /**
     * The result of one start.
     *
     * @param early number of late servers in the first 3 s after the port opened
     * @param later number of late servers in the following 5 s
     */
    private record Start(double early, double later) {}

    @Override
    public List<Row> run(Programs programs, Plan plan, Load load) throws IOException {
        InetSocketAddress agent = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.next());
        try (BenchEnvironment place = new BenchEnvironment(programs)) {
            Path config = place.config(HaproxyBench.SERVERS, "");
            HaproxyProcess haproxy = place.keep(HaproxyProcess.start(HaproxyBench.config(agent, INTERVAL)));
            List<Start> starts = new ArrayList<>();
            for (int round = 0; round < plan.rounds(); round++) {
                await("HAProxy to find the port closed", () -> hasAll(haproxy, "L4CON"));
                try (ChildProcess bridge = place.serve(config, agent.getPort(), true)) {
                    starts.add(watch(bridge, agent, haproxy));
                }
            }
            String what =
                    HaproxyBench.SERVERS + " HAProxy servers at " + INTERVAL.toMillis() + " ms, fresh bridge: late ";
            return List.of(
                    Row.absolute(
                            what + "in the first 3 s", Unit.COUNT, Series.of(starts, Start::early), Goals.LATE_SERVERS),
                    Row.total(what + "after 3 s", Series.of(starts, Start::later), Goals.NONE_AT_ALL));
        }
    }

    private static Start watch(ChildProcess bridge, InetSocketAddress agent, HaproxyProcess haproxy) {
        int before = haproxy.found(TIMED_OUT).size();
        await("the bridge to listen", () -> isListening(bridge, agent));
        HaproxyBench.pass(EARLY);
        List<String> first = haproxy.found(TIMED_OUT);
        HaproxyBench.pass(SETTLED);
        Set<String> later = stillLate(haproxy);
        HaproxyBench.pass(LATER.minus(SETTLED));
        List<String> all = haproxy.found(TIMED_OUT);
        later.addAll(all.subList(first.size(), all.size()));
        Set<String> early = new HashSet<>(first.subList(before, first.size()));
        return new Start(early.size(), later.size());
    }

    /** Returns the servers that are late now. The log does not show them, because HAProxy logs only changes. */
    private static Set<String> stillLate(HaproxyProcess haproxy) {
        Set<String> servers = new HashSet<>();
        for (ServerState server : haproxy.stats().servers()) {
            if (!server.agentStatus().equals("L7OK")) {
                servers.add(server.server());
            }
        }
        return servers;
    }

    private static boolean hasAll(HaproxyProcess haproxy, String status) {
        return haproxy.stats().servers().stream()
                .allMatch(server -> server.agentStatus().equals(status));
    }

    private static boolean isListening(ChildProcess bridge, InetSocketAddress agent) {
        if (!bridge.isAlive()) {
            throw new IllegalStateException("the bridge ended:\n" + bridge.output());
        }
        try (Socket socket = new Socket(agent.getAddress(), agent.getPort())) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begun > LIMIT.toNanos()) {
                throw new IllegalStateException("waited " + LIMIT.toSeconds() + " s for " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
