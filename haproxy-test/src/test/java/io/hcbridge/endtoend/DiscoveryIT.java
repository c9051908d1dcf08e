/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.haproxy.HaproxyConfig;
import io.hcbridge.haproxy.HaproxyProcess;
import io.hcbridge.ipc.health.HealthServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services that appear and vanish while the bridge runs. */
@Timeout(90)
class DiscoveryIT {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(200);
    /** The time within which a new service is answered, and one poll. */
    private static final Duration FOUND = Duration.ofSeconds(1).plus(POLL);

    @TempDir
    Path directory;

    @Test
    void serviceIsUpSoonAfterItsStartAndUnknownSomeTimeAfterItsEnd() throws Exception {
        Path srv = Files.createDirectory(directory.resolve("srv"));
        try (HealthServer early = start(srv, "early");
                BridgeProcess bridge = bridge(srv, "2s")) {
            // The first scan has ended before the port opened.
            assertThat(ask(bridge, "early")).isEqualTo("up\n");
            HaproxyConfig config = new HaproxyConfig();
            config.backend("shop")
                    .server("late", new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))
                    .weight(100)
                    .agent(bridge.agent())
                    .agentSend("late")
                    .agentInter(POLL);
            try (HaproxyProcess haproxy = HaproxyProcess.start(config)) {
                Await.until("an unknown target to be DOWN", SOON, () -> !isUp(haproxy));
                HealthServer late = start(srv, "late");
                Await.until("the service to be UP", FOUND, () -> isUp(haproxy));
                late.close();
                Await.until("the service to be DOWN", SOON, () -> !isUp(haproxy));
                assertThat(ask(bridge, "late")).startsWith("stopped #no .hc-socket in ");
                Await.until(
                        "the service to be forgotten",
                        SOON,
                        () -> ask(bridge, "late").equals("failed fail #unknown target 'late'\n"));
                try (HealthServer again = start(srv, "late")) {
                    Await.until("the service to be UP", FOUND, () -> isUp(haproxy));
                    assertThat(again.socket()).exists();
                }
            }
            assertThat(early.socket()).exists();
            Await.until(
                    "one service to be present",
                    SOON,
                    () -> bridge.metrics().sample("hcbridge_discovery_services").orElse(0) == 1);
            assertThat(bridge.log())
                    .contains("discovery: found late (" + srv.resolve("late") + ")")
                    .contains("discovery: lost late (" + srv.resolve("late") + ")")
                    .contains("discovery: forgot late");
        }
    }

    @Test
    void parentDirectoryThatEveryoneMayWritePreventsTheStart() throws Exception {
        Path config = Files.writeString(directory.resolve("hcbridge.yaml"), "discover: {directories: /tmp/*}\n");
        Script run = Script.hcbridge("serve", "--config=" + config, "--listen=127.0.0.1:0", "--metrics=none");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.stderr()).contains("discover: /tmp must not be writable by others (mode 1777)");
    }

    private static HealthServer start(Path srv, String name) throws IOException {
        Path own = srv.resolve(name);
        Files.createDirectories(own);
        return HealthServer.builder().directory(own).start(() -> {});
    }

    private BridgeProcess bridge(Path srv, String forgetAfter) throws IOException {
        Path config = Files.writeString(
                directory.resolve("hcbridge.yaml"),
                "discover: {directories: " + srv + "/*, forget-after: " + forgetAfter + "}\n");
        return BridgeProcess.start(Homes.hcbridge(), directory.resolve("bridge.log"), List.of("--config=" + config));
    }

    private static boolean isUp(HaproxyProcess haproxy) {
        return haproxy.stats().server("shop", "late").isUp();
    }

    private static String ask(BridgeProcess bridge, String target) {
        try (Socket client =
                new Socket(bridge.agent().getAddress(), bridge.agent().getPort())) {
            client.setSoTimeout((int) SOON.toMillis());
            client.getOutputStream().write((target + "\n").getBytes(StandardCharsets.US_ASCII));
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
