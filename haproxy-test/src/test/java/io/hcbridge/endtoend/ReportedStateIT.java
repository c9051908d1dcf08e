/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.haproxy.HaproxyConfig;
import io.hcbridge.haproxy.HaproxyProcess;
import io.hcbridge.haproxy.ServerState;
import io.hcbridge.ipc.health.HealthServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HAProxy's state of a service that does not reply, also after a restart of the bridge. */
@Timeout(90)
class ReportedStateIT {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private BridgeProcess bridge;
    private HaproxyProcess haproxy;
    private HealthServer service;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectory(directory.resolve("orders"));
        service = service();
        // Two targets of one service, one for each value of on-failed.
        Path config = Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent: {reply-deadline: 1500ms, ready-for: 1s}
                state-file: %1$s/state.json
                targets:
                  failing: {directory: %1$s/orders, on-failed: fail}
                  reporting: {directory: %1$s/orders, on-failed: report}
                """.formatted(directory));
        bridge = BridgeProcess.start(Homes.hcbridge(), directory.resolve("bridge.log"), List.of("--config=" + config));
        parts.push(bridge);
        HaproxyConfig haproxyConfig = new HaproxyConfig();
        for (String target : List.of("failing", "reporting")) {
            haproxyConfig
                    .backend("shop-" + target)
                    .line("timeout check 2s")
                    .server(target, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))
                    .weight(100)
                    .agent(bridge.agent())
                    .agentSend(target)
                    .agentInter(POLL);
        }
        haproxy = HaproxyProcess.start(haproxyConfig);
        parts.push(haproxy);
        awaitBoth(ServerState::isUp);
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
        for (AutoCloseable part : parts) {
            part.close();
        }
    }

    @Test
    void drainedServiceThatStopsStaysDrainedAndStoppedUntilItReturns() throws Exception {
        service.drain("deploy 42");
        awaitBoth(server -> server.admin().equals("drain"));
        service.close();
        awaitBoth(server -> server.admin().equals("drain") && !server.isRunning());
        assertThat(server("failing").agentText()).contains("stopped").contains("deploy 42");
        Await.until(
                "the verdict", SOON, () -> bridge.metrics().verdict("reporting").equals("stopped"));

        bridge.kill();
        bridge.restart();
        double before = replies();
        Await.until("replies of the next bridge", SOON, () -> replies() >= before + 10);
        for (String target : List.of("failing", "reporting")) {
            assertThat(server(target).admin()).as(target).isEqualTo("drain");
            assertThat(server(target).isRunning()).as(target).isFalse();
        }

        service = service();
        awaitBoth(server -> server.isUp() && server.admin().equals("ready"));
    }

    @Test
    void stoppedServiceWithAWeightOf10PercentKeepsThatWeight() throws Exception {
        service.weight(10);
        awaitBoth(server -> server.weight() == 10);
        service.close();
        await("failing", server -> !server.isRunning());
        double before = replies();
        Await.until("more replies", SOON, () -> replies() >= before + 10);
        // With on-failed: report, HAProxy continues to send traffic to this server.
        assertThat(server("reporting").isUp()).isTrue();
        assertThat(server("reporting").wantedWeight()).isEqualTo(10);
        assertThat(server("failing").wantedWeight()).isEqualTo(10);
        service = service();
        awaitBoth(server -> server.isUp() && server.weight() == 100);
    }

    private HealthServer service() throws Exception {
        return HealthServer.builder().directory(directory.resolve("orders")).start(() -> {});
    }

    private double replies() {
        return bridge.metrics().sum("hcbridge_replies_total");
    }

    private ServerState server(String target) {
        return haproxy.stats().server("shop-" + target, target);
    }

    private void awaitBoth(Predicate<ServerState> condition) {
        await("failing", condition);
        await("reporting", condition);
    }

    private void await(String target, Predicate<ServerState> condition) {
        Await.until("HAProxy to follow for " + target, SOON, () -> condition.test(server(target)));
    }
}
