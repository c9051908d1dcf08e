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
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A group that needs two services, a group that needs one of them, and an alias, in HAProxy. */
@Timeout(90)
class GroupIT {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String ALIAS = "be_shop/web1";

    @TempDir
    Path directory;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private BridgeProcess bridge;
    private HaproxyProcess haproxy;
    private HealthServer orders;
    private volatile String sickness = "";

    @BeforeEach
    void start() throws Exception {
        Files.createDirectory(directory.resolve("orders"));
        Files.createDirectory(directory.resolve("web"));
        orders = HealthServer.builder().directory(directory.resolve("orders")).start(() -> {});
        parts.push(orders);
        parts.push(HealthServer.builder().directory(directory.resolve("web")).start(this::checkWeb));
        Path config = Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent: {reply-deadline: 1500ms, ready-for: 1s}
                admin: {socket: %1$s/admin.sock}
                targets:
                  shop: {all-of: [some, orders, web], aliases: [be_shop/web1]}
                  some: {any-of: [orders, web]}
                  orders: {directory: %1$s/orders}
                  web: {directory: %1$s/web}
                """.formatted(directory));
        bridge = BridgeProcess.start(Homes.hcbridge(), directory.resolve("bridge.log"), List.of("--config=" + config));
        parts.push(bridge);
        HaproxyConfig haproxyConfig = new HaproxyConfig();
        server(haproxyConfig, "shop", "shop");
        server(haproxyConfig, "some", "some");
        server(haproxyConfig, "alias", ALIAS);
        haproxy = HaproxyProcess.start(haproxyConfig);
        parts.push(haproxy);
        await("shop", ServerState::isUp);
        await("some", ServerState::isUp);
        await("alias", ServerState::isUp);
    }

    private void server(HaproxyConfig config, String name, String line) {
        config.backend("be-" + name)
                .line("timeout check 2s")
                .server(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))
                .weight(100)
                .agent(bridge.agent())
                .agentSend(line)
                .agentInter(POLL);
    }

    private void checkWeb() {
        if (!sickness.isEmpty()) {
            throw new IllegalStateException(sickness);
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable part : parts) {
            part.close();
        }
    }

    @Test
    void sickMemberTakesTheGroupThatNeedsItDownWithItsNameInTheReason() throws Exception {
        sickness = "database gone";
        await("shop", server -> !server.isRunning() && server.agentText().contains("web: database gone"));
        await("alias", server -> !server.isRunning());
        assertThat(state("some").isUp()).isTrue();
        Await.until("the metric", SOON, () -> bridge.metrics().verdict("shop").equals("down"));
        assertThat(bridge.log()).contains("target shop: up -> down: web: database gone");
        assertThat(ctl("explain", "shop").stdout())
                .contains("group, needs 3 of 3: some up, orders up, web down (database gone)");
        // An operator decides that the member is up.
        assertThat(ctl("set", "web", "up").exit()).isZero();
        await("shop", ServerState::isUp);
        assertThat(ctl("clear", "web").exit()).isZero();
        await("shop", server -> !server.isRunning());
        sickness = "";
        await("shop", ServerState::isUp);
        await("alias", ServerState::isUp);
    }

    @Test
    void drainOfAMemberAndOfTheGroupIsResetForTheGroupAndItsAlias() throws Exception {
        orders.drain("deploy 42");
        await("shop", server -> server.admin().equals("drain"));
        await("alias", server -> server.admin().equals("drain"));
        assertThat(state("some").admin()).isEqualTo("ready");
        orders.ready();
        await("shop", ServerState::isUp);
        await("alias", ServerState::isUp);
        assertThat(ctl("set", "shop", "drain").exit()).isZero();
        await("shop", server -> server.admin().equals("drain"));
        await("alias", server -> server.admin().equals("drain"));
        assertThat(state("some").isUp()).isTrue();
        assertThat(ctl("clear", "shop").exit()).isZero();
        await("shop", ServerState::isUp);
        await("alias", ServerState::isUp);
    }

    private Script ctl(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("ctl", "--admin-socket=" + directory.resolve("admin.sock")));
        all.addAll(List.of(arguments));
        return Script.hcbridge(all.toArray(String[]::new));
    }

    private ServerState state(String name) {
        return haproxy.stats().server("be-" + name, name);
    }

    private void await(String name, Predicate<ServerState> condition) {
        Await.until("HAProxy to follow for " + name, SOON, () -> condition.test(state(name)));
    }
}
