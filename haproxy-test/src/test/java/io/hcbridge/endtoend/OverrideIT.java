/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.haproxy.HaproxyConfig;
import io.hcbridge.haproxy.HaproxyProcess;
import io.hcbridge.haproxy.ServerLine;
import io.hcbridge.haproxy.ServerState;
import io.hcbridge.haproxy.Tool;
import io.hcbridge.ipc.health.HealthServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
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

/** Commands of {@code hcbridge ctl} and their effects in two HAProxies. */
@Timeout(90)
class OverrideIT {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    Path directory;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private BridgeProcess bridge;
    private HaproxyProcess first;
    private HaproxyProcess second;

    @BeforeEach
    void start() throws Exception {
        bridge = serviceAndBridge();
        first = haproxy("127.0.0.2");
        second = haproxy("127.0.0.3");
        await(first, ServerState::isUp);
        await(second, ServerState::isUp);
    }

    private BridgeProcess serviceAndBridge() throws Exception {
        Path orders = Files.createDirectory(directory.resolve("orders"));
        parts.push(HealthServer.builder().directory(orders).start(() -> {}));
        Path config = Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent: {reply-deadline: 1500ms, ready-for: 1s}
                state-file: %1$s/state.json
                admin: {socket: %1$s/admin.sock}
                targets: {orders: {directory: %1$s/orders}, unasked: {directory: %1$s/none}}
                """.formatted(directory));
        BridgeProcess started =
                BridgeProcess.start(Homes.hcbridge(), directory.resolve("bridge.log"), List.of("--config=" + config));
        parts.push(started);
        return started;
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable part : parts) {
            part.close();
        }
    }

    private HaproxyProcess haproxy(String source) throws Exception {
        HaproxyConfig config = new HaproxyConfig();
        ServerLine line = config.backend("shop")
                .line("timeout check 2s")
                .server("orders", new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        line.weight(100)
                .agent(bridge.agent())
                .agentSend("orders")
                .agentInter(POLL)
                .source(source);
        HaproxyProcess haproxy = HaproxyProcess.start(config);
        parts.push(haproxy);
        return haproxy;
    }

    private Script ctl(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("ctl", "--admin-socket=" + directory + "/admin.sock"));
        words.addAll(List.of(arguments));
        return Script.hcbridge(words.toArray(String[]::new));
    }

    private void succeed(String... arguments) throws Exception {
        Script run = ctl(arguments);
        assertThat(run.exit()).as(run.stderr()).isZero();
    }

    private static void await(HaproxyProcess haproxy, Predicate<ServerState> condition) {
        Await.until(
                "HAProxy to follow", SOON, () -> condition.test(haproxy.stats().server("shop", "orders")));
    }

    private static boolean isDraining(ServerState server) {
        return server.admin().equals("drain");
    }

    private static boolean isReady(ServerState server) {
        return server.admin().equals("ready");
    }

    /** Waits until the bridge has no pending resets. */
    private void awaitNothingPending() throws Exception {
        Await.until("the resets to end", SOON, () -> {
            try {
                return new JsonObject(ctl("explain", "orders", "--json").stdout()).getInteger("pending") == 0;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void drainAndItsEndReachBothHaproxiesAndSurviveARestartOfTheBridge() throws Exception {
        succeed("set", "orders", "drain", "--reason", "deploy 42");
        await(first, OverrideIT::isDraining);
        await(second, OverrideIT::isDraining);

        bridge.kill();
        bridge.restart();
        JsonObject row = new JsonObject(ctl("list", "--json").stdout())
                .getJsonArray("targets")
                .getJsonObject(0);
        assertThat(row.getJsonObject("override").getString("value")).isEqualTo("drain");
        assertThat(row.getJsonObject("override").getString("reason")).isEqualTo("deploy 42");
        assertThat(row.getJsonObject("override").getString("by")).isEqualTo(ownUser());

        succeed("clear", "orders");
        await(first, OverrideIT::isReady);
        await(second, OverrideIT::isReady);
    }

    @Test
    void pendingResetIsSentAfterARestartOfTheBridge() throws Exception {
        succeed("set", "orders", "maint");
        await(first, server -> server.admin().equals("maint"));
        succeed("clear", "orders");
        bridge.kill();
        bridge.restart();
        await(first, OverrideIT::isReady);
        await(second, OverrideIT::isReady);
        assertThat(first.stats().server("shop", "orders").isUp()).isTrue();
    }

    @Test
    void maintenanceSetOnHaproxySurvivesABridgeWithoutOverride() throws Exception {
        succeed("set", "orders", "drain");
        await(first, OverrideIT::isDraining);
        succeed("clear", "orders");
        await(first, OverrideIT::isReady);
        awaitNothingPending();

        second.stats().set("shop", "orders", "state maint");
        double before = replies();
        // During ten polls of both HAProxies, the operator's setting must stay.
        Await.until("more polls", SOON, () -> replies() >= before + 20);
        assertThat(second.stats().server("shop", "orders").admin()).isEqualTo("maint");
        assertThat(first.stats().server("shop", "orders").isUp()).isTrue();
    }

    private double replies() {
        return bridge.metrics()
                .sample("hcbridge_replies_total{target=\"orders\",verdict=\"up\"}")
                .orElse(0);
    }

    @Test
    void bothHaproxiesBehindOneAddressReceiveReady() throws Exception {
        HaproxyProcess third = haproxy("127.0.0.2");
        await(third, ServerState::isUp);
        succeed("set", "orders", "drain");
        await(first, OverrideIT::isDraining);
        await(third, OverrideIT::isDraining);
        succeed("clear", "orders");
        await(first, OverrideIT::isReady);
        await(third, OverrideIT::isReady);
    }

    @Test
    void weightIsSetAndReset() throws Exception {
        succeed("set", "orders", "weight", "30");
        await(first, server -> server.weight() == 30);
        await(second, server -> server.weight() == 30);
        succeed("clear", "--all");
        await(first, server -> server.weight() == 100);
        await(second, server -> server.weight() == 100);
    }

    @Test
    void replyWithDrainHasNoWeightUntilTheDrainEnds() throws Exception {
        succeed("set", "orders", "weight", "30");
        await(first, server -> server.weight() == 30);
        String before = first.log();
        succeed("set", "orders", "drain", "--for", "2s");
        await(first, OverrideIT::isDraining);
        await(first, server -> server.admin().equals("ready") && server.wantedWeight() == 30);
        // HAProxy logs a warning for each weight that it receives during a drain.
        assertThat(first.log().substring(before.length())).doesNotContain("remains in forced drain");
    }

    @Test
    void overrideReplacesTheServicesHealthAndExpires() throws Exception {
        succeed("set", "orders", "down", "--reason", "disk swap", "--for", "1s");
        await(first, server -> !server.isUp());
        assertThat(first.log()).contains("via agent : down (set by " + ownUser() + ": disk swap)");
        await(first, ServerState::isUp);
    }

    @Test
    void unwritableStateFileIsReportedAndChangesNoVerdict() throws Exception {
        // Not even root can replace a directory by a file.
        Files.deleteIfExists(directory.resolve("state.json"));
        Files.createDirectories(directory.resolve("state.json/full"));
        Script set = ctl("set", "orders", "drain");
        assertThat(set.exit()).isEqualTo(1);
        assertThat(set.stderr()).contains("not saved: state file " + directory + "/state.json: cannot be written");
        await(first, OverrideIT::isDraining);
        Await.until("the list to say so", SOON, () -> {
            try {
                return ctl("list").stdout().contains("changes are lost if the bridge ends now");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(bridge.metrics().sample("hcbridge_state_file_ok")).hasValue(0);
    }

    @Test
    void explainShowsEveryStep() throws Exception {
        JsonObject told = new JsonObject(ctl("explain", "orders", "--json").stdout());
        assertThat(told.getString("probe"))
                .contains(directory + "/orders/.hc-socket")
                .contains("socket /tmp/")
                .contains("peer pid " + ProcessHandle.current().pid() + " uid ")
                .contains("answered 'up'");
        assertThat(told.getJsonArray("last-replies").stream().map(entry -> ((JsonObject) entry).getString("haproxy")))
                .containsExactlyInAnyOrder("127.0.0.2", "127.0.0.3");
        assertThat(told.getJsonArray("last-replies").getJsonObject(0).getString("line"))
                .isEqualTo("up");
    }

    @Test
    void explanationIsATableForPeople() throws Exception {
        Script explanation = ctl("explain", "orders");
        assertThat(explanation.exit()).as(explanation.stderr()).isZero();
        assertThat(explanation.stdout())
                .startsWith("TARGET")
                .containsPattern("orders +up")
                .contains("last probe: " + directory + "/orders/.hc-socket")
                .containsPattern("127\\.0\\.0\\.2 .* up");
    }

    @Test
    void listIsATable() throws Exception {
        Script list = ctl("list");
        assertThat(list.stdout().lines().toList().get(0)).startsWith("TARGET").contains("VERDICT", "OVERRIDE");
        assertThat(list.stdout()).containsPattern("orders +up").containsPattern("unasked +unknown");
        assertThat(ctl("watch", "--times=2", "--every=0.1").stdout()).containsPattern("(?s)orders.*orders");
    }

    @Test
    void errorsSayWhatToDo() throws Exception {
        assertThat(ctl("set", "ordrs", "drain"))
                .isEqualTo(new Script(1, "", "hcbridge ctl: no target 'ordrs'; the targets are: orders, unasked\n"));
        assertThat(ctl("set", "orders", "sideways").stderr())
                .contains("must be one of up, down, stopped, drain, maint");
        assertThat(ctl("set", "orders", "weight", "0").stderr()).contains("1 to 100");
        assertThat(ctl("set", "orders", "drain", "--for", "soon").stderr()).contains("must be a duration like");
        assertThat(ctl("set", "orders").exit()).isEqualTo(2);
        assertThat(ctl("clear").exit()).isEqualTo(2);
        assertThat(ctl("bogus").exit()).isEqualTo(2);
        assertThat(Script.hcbridge("ctl", "list").stderr()).contains("--admin-socket PATH or HCBRIDGE_ADMIN_SOCKET");
        assertThat(Script.hcbridge("ctl", "--admin-socket=/nowhere", "ping"))
                .isEqualTo(new Script(
                        1,
                        "",
                        "hcbridge ctl: cannot reach the bridge: /nowhere does not exist;"
                                + " is `hcbridge serve` running with admin.socket?\n"));
    }

    @Test
    void otherSubcommandsWork() throws Exception {
        assertThat(ctl("ping").stdout()).isEqualTo("the bridge replies\n");
        assertThat(new JsonObject(ctl("stats").stdout()).getInteger("targets")).isEqualTo(2);
        assertThat(ctl("log-level", "debug").exit()).isZero();
        assertThat(ctl("log-level", "loud").exit()).isEqualTo(1);
        assertThat(ctl("completion").stdout()).contains("complete -F");
    }

    @Test
    void haproxyAcceptsThePrintedLines() throws Exception {
        Script lines = Script.hcbridge("haproxy-config", "--config", directory + "/hcbridge.yaml");
        assertThat(lines.exit()).isZero();
        assertThat(lines.stdout()).contains("agent-send \"orders\\n\"").contains("weight 100");
        Path file = Files.writeString(
                directory.resolve("haproxy.cfg"),
                "defaults\n mode http\n timeout connect 1s\n timeout client 1s\n timeout server 1s\n"
                        + "frontend any\n bind 127.0.0.1:1\n default_backend orders\n" + lines.stdout());
        Tool.Outcome check = Tool.HAPROXY.run(List.of("-c", "-f", file.toString()));
        assertThat(check.status()).as(check.output()).isZero();
        assertThat(Script.hcbridge("haproxy-config", "--target=a=/srv/a", "--agent-inter=500ms")
                        .stderr())
                .contains("is shorter than agent.reply-deadline (1s)");
    }

    /** The name of a user without an account is the uid. */
    private static String ownUser() throws IOException {
        return Files.getOwner(Path.of("/proc/self")).getName();
    }
}
