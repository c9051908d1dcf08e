/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.haproxy.FreePort;
import io.hcbridge.haproxy.MetricsPage;
import io.hcbridge.ipc.health.HealthServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log of a running bridge. */
@Timeout(120)
class LogIT {
    /** A pipe holds 64 KiB, about 570 of these lines. The bridge's queue holds at most 2048 more lines. */
    private static final int CHECKS = 4000;

    @TempDir
    Path directory;

    @Test
    void bridgeRepliesAndEndsWhileStandardErrorIsNotRead() throws Exception {
        int agent = FreePort.next();
        int metrics = FreePort.next();
        AtomicInteger checks = new AtomicInteger();
        try (HealthServer service = HealthServer.builder().directory(directory).start(() -> flap(checks))) {
            assertThat(service.socket()).exists();
            Process bridge = new ProcessBuilder(
                            Homes.hcbridge().resolve("hcbridge").toString(),
                            "serve",
                            "--listen=127.0.0.1:" + agent,
                            "--metrics=127.0.0.1:" + metrics,
                            "--target=orders=" + directory)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                MetricsPage page = new MetricsPage(URI.create("http://127.0.0.1:" + metrics + "/metrics"));
                Await.until("the first answer", Duration.ofSeconds(20), () -> isAnswered(agent));
                for (int i = 0; i < CHECKS; i++) {
                    // On a busy machine, the request may be late. The bridge replies in this case, too.
                    assertThat(ask(agent)).matches("(up|down #.*|failed fail #no target named)\n");
                }
                assertThat(page.sample("hcbridge_log_lines_dropped_total").orElseThrow())
                        .isPositive();
                bridge.destroy();
                assertThat(bridge.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(bridge.exitValue()).isZero();
            } finally {
                bridge.destroyForcibly();
            }
        }
    }

    private static void flap(AtomicInteger checks) throws IOException {
        if (checks.getAndIncrement() % 2 == 1) {
            throw new IOException("x".repeat(100));
        }
    }

    @Test
    void changeOfStateIsOneJsonLogLine() throws Exception {
        AtomicInteger checks = new AtomicInteger();
        try (HealthServer service = HealthServer.builder().directory(directory).start(() -> {
                    if (checks.getAndIncrement() > 0) {
                        throw new IOException("\"database\\ gone\"\nERROR");
                    }
                });
                BridgeProcess bridge = BridgeProcess.start(
                        Homes.hcbridge(),
                        directory.resolve("bridge.log"),
                        List.of("--target=orders=" + directory, "--log-format=json"))) {
            assertThat(service.socket()).exists();
            ask(bridge.agent().getPort());
            ask(bridge.agent().getPort());
            assertThat(bridge.terminate()).isZero();
            List<JsonObject> lines = bridge.log().lines().map(JsonObject::new).toList();
            assertThat(lines)
                    .filteredOn(line -> line.containsKey("target"))
                    .satisfiesExactly(
                            up -> assertThat(up.getString("message")).isEqualTo("target orders: unknown -> up"),
                            down -> {
                                assertThat(down.getString("message"))
                                        .isEqualTo("target orders: up -> down: \"database\\ gone\" ERROR");
                                assertThat(down.getString("from")).isEqualTo("up");
                                assertThat(down.getString("to")).isEqualTo("down");
                                assertThat(down.getString("reason")).isEqualTo("\"database\\ gone\" ERROR");
                            });
            assertThat(lines).extracting(line -> line.getString("message")).contains("stopped");
        }
    }

    private static boolean isAnswered(int port) {
        try {
            return !ask(port).isEmpty();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String ask(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write("orders\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
