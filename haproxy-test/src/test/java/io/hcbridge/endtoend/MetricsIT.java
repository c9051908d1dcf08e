/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.haproxy.Tool;
import io.hcbridge.ipc.health.HealthServer;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The metrics page of a bridge after some agent checks. */
@Timeout(60)
class MetricsIT {
    @TempDir
    Path directory;

    @Test
    void promtoolAcceptsThePageAndItsFiguresAreRight() throws Exception {
        Path well = Files.createDirectory(directory.resolve("well"));
        try (HealthServer service = HealthServer.builder().directory(well).start(() -> {});
                BridgeProcess bridge = BridgeProcess.start(
                        Homes.hcbridge(),
                        directory.resolve("bridge.log"),
                        List.of("--target=well=" + well, "--target=gone=" + directory.resolve("gone")))) {
            assertThat(service.socket()).exists();
            assertThat(ask(bridge, "well")).isEqualTo("up\n");
            assertThat(ask(bridge, "gone"))
                    .isEqualTo("failed fail #directory " + directory.resolve("gone") + " does not exist\n");
            assertThat(ask(bridge, "typo")).isEqualTo("failed fail #unknown target 'typo'\n");

            String page = bridge.metrics().text();
            Script promtool = Script.run(List.of(Tool.PROMTOOL.path().toString(), "check", "metrics"), page);
            assertThat(promtool.stderr() + promtool.stdout()).isEmpty();
            assertThat(promtool.exit()).isZero();
            assertThat(page.lines())
                    .contains(
                            "hcbridge_replies_total{target=\"well\",verdict=\"up\"} 1.0",
                            "hcbridge_replies_total{target=\"gone\",verdict=\"failed\"} 1.0",
                            "hcbridge_target_verdict{target=\"well\",verdict=\"up\"} 1.0",
                            "hcbridge_target_verdict{target=\"well\",verdict=\"down\"} 0.0",
                            "hcbridge_target_verdict{target=\"gone\",verdict=\"failed\"} 1.0",
                            "hcbridge_rejected_requests_total{reason=\"unknown_target\"} 1.0",
                            "hcbridge_probe_duration_seconds_count{target=\"well\"} 1");
            assertThat(page)
                    .doesNotContain("typo")
                    .contains("hcbridge_build_info{")
                    .contains("hcbridge_connections_open ")
                    .contains("hcbridge_target_last_change_timestamp_seconds{target=\"well\"} ")
                    .contains("hcbridge_target_unasked_seconds{target=\"well\"} ")
                    .contains("process_cpu_seconds_total ")
                    .contains("jvm_memory_used_bytes{");
        }
    }

    @Test
    void metricsShowAnOverrideAsSent() throws Exception {
        String socket = directory.resolve("admin.sock").toString();
        Path config = Files.writeString(
                directory.resolve("hcbridge.yaml"),
                "admin: {socket: %s}\ntargets: {orders: {directory: %s}}\n".formatted(socket, directory));
        try (HealthServer service = HealthServer.builder().directory(directory).start(() -> {});
                BridgeProcess bridge = BridgeProcess.start(
                        Homes.hcbridge(), directory.resolve("bridge.log"), List.of("--config=" + config))) {
            assertThat(service.socket()).exists();
            assertThat(ask(bridge, "orders")).isEqualTo("up\n");
            Script set = Script.hcbridge("ctl", "--admin-socket=" + socket, "set", "orders", "down");
            assertThat(set.exit()).as(set.stderr()).isZero();
            assertThat(ask(bridge, "orders")).startsWith("down ");
            assertThat(bridge.metrics().text().lines())
                    .contains(
                            "hcbridge_replies_total{target=\"orders\",verdict=\"up\"} 1.0",
                            "hcbridge_replies_total{target=\"orders\",verdict=\"down\"} 1.0",
                            "hcbridge_target_verdict{target=\"orders\",verdict=\"up\"} 0.0",
                            "hcbridge_target_verdict{target=\"orders\",verdict=\"down\"} 1.0",
                            "hcbridge_target_probe_result{result=\"up\",target=\"orders\"} 1.0",
                            "hcbridge_target_probe_result{result=\"down\",target=\"orders\"} 0.0");
        }
    }

    private static String ask(BridgeProcess bridge, String target) throws Exception {
        try (Socket socket =
                new Socket(bridge.agent().getAddress(), bridge.agent().getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write((target + "\n").getBytes(StandardCharsets.US_ASCII));
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            }
        }
    }
}
