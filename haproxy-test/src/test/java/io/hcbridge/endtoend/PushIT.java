/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.haproxy.HaproxyConfig;
import io.hcbridge.haproxy.HaproxyProcess;
import io.hcbridge.haproxy.SampleServiceProcess;
import io.hcbridge.haproxy.ServerState;
import io.hcbridge.ipc.group.GroupException;
import io.hcbridge.ipc.group.GroupMode;
import io.hcbridge.ipc.group.GroupNode;
import io.hcbridge.ipc.internal.OwnUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HAProxy's state of a service that pushes reports. The TTL is 2 s. */
@Timeout(120)
class PushIT {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern TRANSITION = Pattern.compile("Server shop/orders is ");

    private static final Pattern METRIC = Pattern.compile("(?m)^\\| `(hcbridge_\\w+)` \\| (\\w+) \\|");

    @TempDir
    Path directory;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private BridgeProcess bridge;
    private HaproxyProcess haproxy;
    private SampleServiceProcess service;

    @BeforeEach
    void start() throws Exception {
        Path config = Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent: {ready-for: 1s}
                push: {group: edge, directory: %1$s, socket-mode: '0600'}
                admin: {socket: %1$s/admin.sock}
                state-file: %1$s/state.json
                targets:
                  orders: {push: {ttl: 2s, user: %2$d}}
                """.formatted(directory, OwnUser.uid()));
        bridge = keep(
                BridgeProcess.start(Homes.hcbridge(), directory.resolve("bridge.log"), List.of("--config=" + config)));
        service = keep(SampleServiceProcess.startPushing(directory.resolve("orders"), "edge", directory));
        service.awaitStarted();
        HaproxyConfig haproxyConfig = new HaproxyConfig();
        haproxyConfig
                .backend("shop")
                .server("orders", service.address())
                .weight(100)
                .agent(bridge.agent())
                .agentSend("orders")
                .agentInter(POLL);
        haproxy = keep(HaproxyProcess.start(haproxyConfig));
        awaitReports(1);
        await(ServerState::isUp);
    }

    @AfterEach
    void stop() throws Exception {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    private void await(Predicate<ServerState> condition) {
        Await.until("HAProxy to follow", SOON, () -> condition.test(server()));
    }

    private ServerState server() {
        return haproxy.stats().server("shop", "orders");
    }

    private double value(String series) {
        return bridge.metrics().sample(series).orElse(-1);
    }

    private void awaitReports(double atLeast) {
        Await.until("reports", SOON, () -> bridge.metrics().sum("hcbridge_push_reports_total") >= atLeast);
    }

    @Test
    void drainWeightAndHealthOfTheServiceReachHaproxy() throws Exception {
        service.drain("deploy 42");
        await(server -> server.admin().equals("drain"));
        service.ready();
        service.weight(50);
        await(server -> server.isUp() && server.weight() == 50);
        service.clearWeight();
        await(server -> server.weight() == 100);
        service.sick("database gone");
        await(server -> !server.isRunning() && server.agentText().contains("database gone"));
        service.well();
        await(ServerState::isUp);
    }

    @Test
    void aKilledServiceIsDownAfterTheTtlAndUpWhenItReturns() throws Exception {
        service.kill();
        await(server -> !server.isRunning() && server.agentText().contains("no report for 2 s"));
        service.restart();
        await(ServerState::isUp);
    }

    @Test
    void aServiceThatEndsDrainsAndIsStopped() throws Exception {
        awaitReports(3);
        service.terminate();
        await(server -> server.admin().equals("drain") && server.agentText().contains("stopped"));
        double before = bridge.metrics().sum("hcbridge_replies_total");
        Await.until(
                "checks beyond the TTL",
                SOON,
                () -> bridge.metrics().sum("hcbridge_push_report_age_seconds") > 3
                        && bridge.metrics().sum("hcbridge_replies_total") > before + 10);
        assertThat(server().agentText()).contains("stopped");
        assertThat(bridge.metrics().verdict("orders")).isEqualTo("stopped");
    }

    @Test
    void aRestartOfTheBridgeChangesNothingInHaproxy() throws Exception {
        service.drain("deploy 42");
        await(server -> server.admin().equals("drain"));
        long transitions = haproxy.logged(TRANSITION);
        for (int i = 0; i < 2; i++) {
            bridge.kill();
            bridge.restart();
            awaitReports(3);
            Await.until("replies", SOON, () -> bridge.metrics().sum("hcbridge_replies_total") >= 10);
        }
        assertThat(haproxy.logged(TRANSITION)).isEqualTo(transitions);
        assertThat(server().admin()).isEqualTo("drain");
        assertThat(server().isRunning()).isTrue();
        service.ready();
        await(ServerState::isUp);
    }

    @Test
    void aForeignMasterIsLoggedAndCountedAndChangesNothing() throws Exception {
        bridge.terminate();
        try (GroupNode foreign = GroupNode.builder("edge")
                .directory(directory)
                .mode(GroupMode.MASTER)
                .handler(request -> "pong".getBytes(UTF_8))
                .start()) {
            Await.until("the foreign master", SOON, foreign::isMaster);
            bridge.restart();
            Await.until("the count", SOON, () -> value("hcbridge_push_foreign_masters_total") == 1);
            assertThat(bridge.log()).contains("push group edge: another process is the master");
            assertThat(value("hcbridge_push_master")).isZero();
            assertThat(server().isUp()).isTrue();
        }
        awaitReports(1);
        Await.until("the bridge to be the master", SOON, () -> value("hcbridge_push_master") == 1);
        await(ServerState::isUp);
    }

    @Test
    void documentedMetricsAreOnThePage() throws Exception {
        String page = bridge.metrics().text();
        assertThat(METRIC.matcher(Document.read("docs/PUSH.md").text()).results())
                .hasSize(5)
                .allSatisfy(
                        found -> assertThat(page).contains("# TYPE " + found.group(1) + " " + found.group(2) + "\n"));
    }

    @Test
    void wrongReportsGetAnErrorAndHarmNothing() throws Exception {
        try (GroupNode client = GroupNode.builder("edge")
                .directory(directory)
                .mode(GroupMode.CLIENT)
                .start()) {
            for (String report : List.of("", "up", "order up", "orders", "orders nonsense", "x".repeat(100_000))) {
                String message = "";
                try {
                    client.request(report.getBytes(UTF_8));
                } catch (GroupException e) {
                    message = String.valueOf(e.getMessage());
                }
                assertThat(message).as(report).isNotEmpty();
            }
        }
        Await.until("the counts", SOON, () -> bridge.metrics().sum("hcbridge_push_refused_reports_total") == 6);
        await(ServerState::isUp);
    }
}
