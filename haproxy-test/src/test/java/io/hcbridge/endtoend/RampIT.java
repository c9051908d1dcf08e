/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.haproxy.HaproxyConfig;
import io.hcbridge.haproxy.HaproxyProcess;
import io.hcbridge.haproxy.ServerState;
import io.hcbridge.ipc.health.HealthServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The weight in HAProxy after a target returns, with a ramp of 3 s. */
@Timeout(90)
class RampIT {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long SAMPLE_MILLIS = 50;
    private static final int FIRST_WEIGHT = 10;

    @TempDir
    Path directory;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private BridgeProcess bridge;
    private HaproxyProcess haproxy;
    private HealthServer service;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectory(directory.resolve("orders"));
        service = HealthServer.builder().directory(directory.resolve("orders")).start(() -> {});
        parts.push(service);
        Path config = Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent: {ready-for: 1s, reply-deadline: 1500ms}
                state-file: %1$s/state.json
                targets: {orders: {directory: %1$s/orders, ramp: {for: 3s, from: 10}}}
                """.formatted(directory));
        bridge = BridgeProcess.start(Homes.hcbridge(), directory.resolve("bridge.log"), List.of("--config=" + config));
        parts.push(bridge);
        HaproxyConfig haproxyConfig = new HaproxyConfig();
        haproxyConfig
                .backend("shop")
                .line("timeout check 2s")
                .server("orders", new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))
                .weight(100)
                .agent(bridge.agent())
                .agentSend("orders")
                .agentInter(POLL);
        haproxy = HaproxyProcess.start(haproxyConfig);
        parts.push(haproxy);
        await(ServerState::isUp);
        assertThat(server().weight()).as("weight after the start").isEqualTo(100);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable part : parts) {
            part.close();
        }
    }

    @Test
    void weightRisesFrom10To100AfterADrain() throws Exception {
        drain();
        long start = System.nanoTime();
        service.ready();
        List<Integer> weights = sampleUntil(weight -> weight == 100);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(2900));
        assertThat(weights.get(0)).as("first of %s", weights).isBetween(FIRST_WEIGHT, 40);
        assertThat(weights).isSorted().endsWith(100);
        assertThat(weights.stream().distinct().count())
                .as("steps of %s", weights)
                .isGreaterThan(5);
        assertThat(bridge.log())
                .contains("target orders: ramp begins (from=10% for=3s)")
                .contains("target orders: ramp ends (full weight)");
    }

    @Test
    void rampContinuesAfterSigkillOfTheBridge() throws Exception {
        drain();
        service.ready();
        List<Integer> before = sampleUntil(weight -> weight > FIRST_WEIGHT);
        bridge.kill();
        int left = server().weight();
        assertThat(left).isLessThan(100);
        bridge.restart();
        List<Integer> after = sampleUntil(weight -> weight == 100);
        assertThat(before).isSorted();
        assertThat(after).as(bridge.log()).isSorted().endsWith(100);
        assertThat(after.get(0)).as(bridge.log()).isGreaterThanOrEqualTo(left);
    }

    /** Returns when HAProxy drains and the pending reset of the ramp is on disk, before the ramp begins. */
    private void drain() {
        service.drain("deploy 42");
        await(server -> server.admin().equals("drain"));
        Await.until("the reset on disk", SOON, () -> state().contains("\"weight\" : true"));
    }

    private String state() {
        try {
            return Files.readString(directory.resolve("state.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Samples the weight of the server while it is in service, until it fulfils the condition. */
    private List<Integer> sampleUntil(IntPredicate condition) throws InterruptedException {
        List<Integer> weights = new ArrayList<>();
        long start = System.nanoTime();
        do {
            haproxy.stats().servers().stream()
                    .filter(server -> server.server().equals("orders") && server.isUp())
                    .forEach(server -> weights.add(server.weight()));
            assertThat(System.nanoTime() - start).as("%s", weights).isLessThan(SOON.toNanos());
            Thread.sleep(SAMPLE_MILLIS);
        } while (weights.isEmpty() || !condition.test(weights.get(weights.size() - 1)));
        return weights;
    }

    private ServerState server() {
        return haproxy.stats().server("shop", "orders");
    }

    private void await(Predicate<ServerState> condition) {
        Await.until("HAProxy to follow", SOON, () -> condition.test(server()));
    }
}
