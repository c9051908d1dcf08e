/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.ipc.command.CommandClient;
import io.hcbridge.ipc.command.CommandException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Changes of 10,000 targets: their discovery at the start, and a reload that changes them all, seen by checks at the same time. */
final class ReloadBench implements Bench {
    private static final Duration SETTLED = Duration.ofSeconds(8);
    private static final int TIMEOUT_MILLIS = 30_000;
    /** Longer than any reload takes, so that its last effects are observed, too. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(1);

    private final int count;

    ReloadBench(int count) {
        this.count = count;
    }

    @Override
    public List<Row> run(Programs programs, Plan plan, Load load) throws IOException {
        String all = "%,d".formatted(count);
        try (BenchEnvironment place = new BenchEnvironment(programs)) {
            ManyTargets targets = new ManyTargets(place, count);
            double start = discoveryMillis(place, targets.writeDiscovery());
            Path config = targets.write(timeout(0));
            BridgeProcess bridge = place.bridgeProcess(config);
            load.warm(targets.server(bridge), plan.warmUp());
            List<Double> quiet = new ArrayList<>();
            List<Double> stalls = new ArrayList<>();
            for (int round = 1; round <= plan.rounds(); round++) {
                if (!plan.isShort()) {
                    HaproxyBench.pass(SETTLED);
                }
                quiet.add(longestMillis(bridge.agent(), () -> ""));
                targets.write(timeout(round));
                stalls.add(longestMillis(bridge.agent(), () -> reload(targets.adminSocket())));
            }
            return List.of(
                    Row.absolute(
                            "start with " + all + " discovered services",
                            Unit.MILLISECONDS,
                            new Series(List.of(start)),
                            Goals.DISCOVERY_MILLIS),
                    Row.absolute(
                            "longest check in a second with " + all + " targets",
                            Unit.MILLISECONDS,
                            new Series(quiet),
                            Goals.NO_GOAL),
                    Row.absolute(
                            "longest check during a reload of " + all + " targets",
                            Unit.MILLISECONDS,
                            new Series(stalls),
                            Goals.RELOAD_MILLIS));
        }
    }

    private static String timeout(int round) {
        return "interval: 1s, timeout: " + (500 + round) + "ms";
    }

    /** Returns the time from the command until the last service is answered. */
    private double discoveryMillis(BenchEnvironment place, Path config) throws IOException {
        long begun = System.nanoTime();
        try (BridgeProcess bridge = place.bridgeProcess(config)) {
            check(bridge.agent(), "t" + (count - 1));
            return (System.nanoTime() - begun) / 1e6;
        }
    }

    private static String reload(Path socket) throws IOException, CommandException {
        return CommandClient.to(socket).timeout(Duration.ofSeconds(30)).call("reload", Map.of());
    }

    /** Returns the longest check, one after the other, from the begin of {@code action} until {@link #AFTERWARDS} after its end. */
    private static double longestMillis(InetSocketAddress agent, Callable<String> action) throws IOException {
        FutureTask<String> running = new FutureTask<>(action);
        new Thread(running, "reload").start();
        double longest = 0;
        long end = Long.MAX_VALUE;
        while (System.nanoTime() < end) {
            long begun = System.nanoTime();
            check(agent, "t0");
            longest = Math.max(longest, (System.nanoTime() - begun) / 1e6);
            if (end == Long.MAX_VALUE && running.isDone()) {
                end = System.nanoTime() + AFTERWARDS.toNanos();
            }
        }
        try {
            running.get();
        } catch (Exception e) {
            throw new IllegalStateException("the reload failed", e);
        }
        return longest;
    }

    private static void check(InetSocketAddress agent, String target) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(agent, TIMEOUT_MILLIS);
            socket.getOutputStream().write((target + "\n").getBytes(StandardCharsets.US_ASCII));
            String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (!reply.equals("up\n")) {
                throw new IllegalStateException("check of " + target + ": " + reply);
            }
        }
    }
}
