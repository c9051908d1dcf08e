/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.haproxy.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Docker Compose, HAProxy and Prometheus accept the files of the container sample. The test runs no container. */
class ComposeIT {
    private static final Path TOP = Homes.hcbridge();
    private static final Pattern METRIC = Pattern.compile("hcbridge_\\w+");

    @TempDir
    private Path directory;

    @Test
    void dockerComposeAcceptsTheServices() throws IOException {
        Tool.Outcome services = run(Tool.DOCKER_COMPOSE, "-f", docker("../docker-compose.yml"), "config", "--services");

        assertThat(services.output().lines())
                .containsExactlyInAnyOrder("bridge", "haproxy", "orders", "payments", "prometheus");
    }

    @Test
    void haproxyAcceptsItsConfiguration() throws IOException {
        Tool.Outcome check = run(Tool.HAPROXY, "-c", "-f", docker("haproxy.cfg"));

        assertThat(check.status()).as(check.output()).isZero();
        assertThat(check.output()).doesNotContain("ALERT");
    }

    @Test
    void haproxyConfigurationHasTheBridgesAddress() throws IOException {
        String compose = Files.readString(TOP.resolve("docker-compose.yml"));
        Matcher address = Pattern.compile("ipv4_address: ([0-9.]+)").matcher(compose);

        assertThat(address.find()).isTrue();
        assertThat(Files.readAllLines(TOP.resolve("docker/haproxy.cfg")))
                .filteredOn(line -> line.strip().startsWith("server "))
                .hasSize(2)
                .allMatch(line -> line.contains("agent-addr " + address.group(1) + " agent-port 5555 "));
    }

    @Test
    void prometheusAcceptsItsConfigurationAndRules() throws IOException {
        Tool.Outcome check = run(Tool.PROMTOOL, "check", "config", docker("prometheus.yml"));

        assertThat(check.output()).contains("1 rule files found", "SUCCESS: 9 rules found");
    }

    @Test
    void alertsFireUnderTheirConditions() throws IOException {
        // Uses the file in the source tree, because it names the rules by a relative path.
        Path cases = TOP.resolve("haproxy-test/src/test/resources/io/hcbridge/endtoend/alerts-test.yml");

        assertThat(run(Tool.PROMTOOL, "test", "rules", cases.toString()).output())
                .contains("SUCCESS");
    }

    @Test
    void alertsUseExistingMetrics() throws IOException {
        Set<String> metrics = new TreeSet<>();
        Matcher matcher = METRIC.matcher(Files.readString(TOP.resolve("docker/alerts.yml")));
        while (matcher.find()) {
            metrics.add(matcher.group());
        }
        // Exists only with agent.tls; TlsIT reads it.
        assertThat(metrics.remove("hcbridge_certificate_expiry_timestamp_seconds"))
                .isTrue();
        try (BridgeProcess bridge = BridgeProcess.start(
                TOP,
                directory.resolve("bridge.log"),
                List.of(
                        "--target=orders=" + directory.resolve("orders"),
                        "--state-file=" + directory.resolve("state.json")))) {
            String page = bridge.metrics().text();

            assertThat(metrics)
                    .hasSize(7)
                    .allSatisfy(metric -> assertThat(page).containsPattern("\n" + metric + "[{ ]"));
            // The alert on slow probes needs a bucket above its threshold.
            assertThat(page).contains("le=\"0.5\"", "le=\"1.0\"");
        }
    }

    private static String docker(String file) {
        return TOP.resolve("docker").resolve(file).normalize().toString();
    }

    private static Tool.Outcome run(Tool tool, String... arguments) throws IOException {
        Tool.Outcome outcome = tool.run(List.of(arguments));
        assertThat(outcome.status()).as(outcome.output()).isZero();
        return outcome;
    }
}
