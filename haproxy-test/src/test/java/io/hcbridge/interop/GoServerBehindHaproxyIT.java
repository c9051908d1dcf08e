/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.HaproxyConfig;
import io.hcbridge.haproxy.HaproxyProcess;
import io.hcbridge.haproxy.ServerState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: a Go service, the bridge, and HAProxy, which takes the server in and out. */
@Needs(Peer.GO)
@Timeout(60)
class GoServerBehindHaproxyIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    /** A server that nobody runs: it gets no traffic. */
    private static final InetSocketAddress NOBODY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    @RegisterExtension
    static final Witness WITNESS = new Witness("HAProxy to the bridge to the Go health server");

    @TempDir
    Path directory;

    @TempDir
    Path logs;

    @BeforeAll
    static void noteVersions() {
        WITNESS.versions(Versions.goHealth());
    }

    @Test
    void haproxyFollowsTheGoService() throws Exception {
        try (HealthService service = HealthService.inGo(directory);
                BridgeProcess bridge = BridgeProcess.start("orders", directory, logs.resolve("bridge.log"));
                HaproxyProcess haproxy = HaproxyProcess.start(config(bridge.address()))) {
            await(
                    haproxy,
                    "healthy",
                    "up",
                    state -> state.isUp() && state.agentStatus().equals("L7OK"));
            service.fail("db down");
            await(haproxy, "check fails with `db down`", "down (db down)", state -> !state.isRunning());
            service.heal();
            await(haproxy, "healthy again", "up", ServerState::isUp);
            service.kill();
            await(haproxy, "killed", "fail", state -> !state.isRunning());
            service.restart();
            await(haproxy, "restarted under a new name", "up", ServerState::isUp);
        }
    }

    private static void await(HaproxyProcess haproxy, String name, String text, Predicate<ServerState> condition) {
        Await.until("HAProxy to see it " + name, LIMIT, () -> {
            // HAProxy hides the text while the next check is under way.
            ServerState state = haproxy.stats().server("orders", "go");
            return condition.test(state) && state.agentText().contains(text);
        });
        String shown = haproxy.stats().server("orders", "go").isRunning() ? "UP" : "DOWN";
        WITNESS.saw(name, shown + ", `" + text + "`");
    }

    private static HaproxyConfig config(InetSocketAddress agent) {
        HaproxyConfig config = new HaproxyConfig();
        config.backend("orders")
                .line("timeout check 2s")
                .server("go", NOBODY)
                .agent(agent)
                .agentSend("orders")
                .agentInter(INTERVAL)
                .weight(100);
        return config;
    }
}
