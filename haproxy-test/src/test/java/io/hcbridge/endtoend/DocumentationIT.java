/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.haproxy.Tool;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README's commands and snippets work. */
@Timeout(60)
class DocumentationIT {
    private static final Pattern BLOCK = Pattern.compile("(?m)^```(\\w+)\n(.*?)^```$", Pattern.DOTALL);
    private static final Pattern METRIC = Pattern.compile("(?m)^\\| `(hcbridge_\\w+)` \\| (\\w+) \\|");
    private static final Pattern REASON =
            Pattern.compile("(?m)^\\| `(\\w+)` \\| [^|]* \\| (?:closes without a reply|replies) ?.*\\|$");

    @TempDir
    Path directory;

    private static String readme() throws IOException {
        return Files.readString(Homes.hcbridge().resolve("README.md"));
    }

    private static Stream<String> blocks(String language) throws IOException {
        return BLOCK.matcher(readme())
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2));
    }

    private static String block(String language, String containing) throws IOException {
        return blocks(language)
                .filter(text -> text.contains(containing))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void configurationFilesAreValid() throws Exception {
        List<String> files =
                blocks("yaml").filter(text -> text.contains("targets:")).toList();
        assertThat(files).hasSize(3);
        for (String text : files) {
            Path file = Files.writeString(directory.resolve("hcbridge.yaml"), text);
            assertThat(Script.hcbridge("check-config", file.toString()).stdout())
                    .startsWith(file + ": ok, ");
        }
    }

    @Test
    void documentedErrorsAreTheReportedErrors() throws Exception {
        Path file = Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent:
                  listen: 127.0.0.1:5555
                  reply-deadlin: 3s
                  max-connections: 10000
                targets:
                  orders: {directory: /srv/orders, timeout: 2s}
                """);
        Script run = Script.hcbridge("check-config", file.toString());
        assertThat(run.exit()).isEqualTo(78);
        assertThat(readme()).contains("```\n" + run.stderr().replace(directory + "/", "") + "```\n");
    }

    @Test
    void haproxyAcceptsTheDocumentedServerLines() throws Exception {
        List<String> pasted = blocks("haproxy").toList();
        assertThat(pasted).hasSize(2);
        for (String lines : pasted) {
            Path file = Files.writeString(directory.resolve("haproxy.cfg"), """
                    defaults
                        mode http
                        timeout connect 1s
                        timeout client 1s
                        timeout server 1s
                    frontend any
                        bind 127.0.0.1:1
                        default_backend orders
                    """ + lines);
            Tool.Outcome outcome = Tool.HAPROXY.run(List.of("-c", "-f", file.toString()));
            assertThat(outcome.status()).as(outcome.output()).isZero();
            assertThat(outcome.output()).doesNotContain("WARNING");
        }
    }

    @Test
    void documentedLinesForAUnixSocketAreThePrintedLines() throws Exception {
        Path file = Files.writeString(directory.resolve("hcbridge.yaml"), block("yaml", "unix:/var/lib/haproxy"));
        Script run = Script.hcbridge("haproxy-config", "--unix", "--server=10.0.0.7:8080", "--config=" + file);
        assertThat(run.stderr()).isEmpty();
        assertThat(run.stdout()).contains(block("haproxy", "unix@"));
    }

    @Test
    void documentedAlertsAreTheTestedAlerts() throws Exception {
        assertThat(block("yaml", "groups:"))
                .isEqualTo(Files.readString(Homes.hcbridge().resolve("docker/alerts.yml")));
    }

    @Test
    void documentedReasonsAreTheReasonsOnTheMetricsPage() throws Exception {
        Set<String> documented = REASON.matcher(readme())
                .results()
                .map(reason -> reason.group(1))
                .collect(Collectors.toSet());
        try (BridgeProcess bridge = BridgeProcess.start(
                Homes.hcbridge(), directory.resolve("bridge.log"), List.of("--target=a=" + directory))) {
            Set<String> counted = Pattern.compile("hcbridge_rejected_requests_total\\{reason=\"(\\w+)\"}")
                    .matcher(bridge.metrics().text())
                    .results()
                    .map(reason -> reason.group(1))
                    .collect(Collectors.toSet());
            assertThat(counted).isNotEmpty().isEqualTo(documented);
        }
    }

    @Test
    void embeddingExampleIsCompiledByTheBuild() throws Exception {
        String source = Files.readString(
                Homes.hcbridge().resolve("ipc-server/src/test/java/io/hcbridge/example/OrderService.java"));
        String shown = block("java", "OrderService");
        assertThat(source).endsWith(shown);
    }

    private static void writeCertificate(Path file) throws Exception {
        X509Bundle bundle = TlsSite.certificate("bridge.example.com").buildIssuedBy(TlsSite.authority());
        Files.writeString(file, bundle.getCertificatePathPEM() + bundle.getPrivateKeyPEM());
    }

    @Test
    void theLinesForTlsArePrintedForTheirConfiguration() throws Exception {
        String document = Files.readString(Homes.hcbridge().resolve("docs/TLS.md"));
        List<String> blocks =
                BLOCK.matcher(document).results().map(block -> block.group(2)).toList();
        writeCertificate(directory.resolve("bridge.pem"));
        Path file = Files.writeString(
                directory.resolve("hcbridge.yaml"), blocks.get(0).replace("/etc/hcbridge", directory.toString()));
        Script run = Script.hcbridge("haproxy-config", "--tls", "--config=" + file);
        assertThat(run.stderr()).isEmpty();
        assertThat(run.stdout().strip()).isEqualTo(blocks.get(1).strip());
    }

    @Test
    void documentedMetricsAreOnThePageWithTheirTypes() throws Exception {
        List<MatchResult> metrics = METRIC.matcher(readme()).results().toList();
        assertThat(metrics).hasSize(12);
        Path config = Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent: {tls: {certificate: %1$s/b.pem, key: %1$s/b.pem, client-ca: %1$s/b.pem, client-names: a}}
                """.formatted(directory));
        writeCertificate(directory.resolve("b.pem"));
        try (BridgeProcess bridge = BridgeProcess.start(
                Homes.hcbridge(),
                directory.resolve("bridge.log"),
                List.of(
                        "--config=" + config,
                        "--target=a=" + directory,
                        "--state-file=" + directory + "/state.json"))) {
            String page = bridge.metrics().text();
            for (MatchResult metric : metrics) {
                assertThat(page).contains("# TYPE " + metric.group(1) + " " + metric.group(2) + "\n");
            }
        }
    }

    @Test
    void documentedServeCommandStarts() throws Exception {
        String command = block("sh", "./hcbridge serve");
        assertThat(command).startsWith("mvn -DskipTests package\n");
        String arguments = command.substring(command.indexOf("serve ") + "serve ".length())
                .replace("\\\n", " ")
                .replaceAll("--(listen|metrics) \\S+", "")
                .strip();
        try (BridgeProcess bridge = BridgeProcess.start(
                Homes.hcbridge(), directory.resolve("bridge.log"), List.of(arguments.split("\\s+", -1)))) {
            assertThat(bridge.log()).contains("for [orders, payments]");
            assertThat(bridge.terminate()).isZero();
        }
    }

    @Test
    void demoRunsToItsEnd() throws Exception {
        Script demo = Script.hcbridge("demo", "--once");
        assertThat(demo.exit()).as(demo.stdout() + demo.stderr()).isZero();
        assertThat(demo.stdout())
                .contains("Metrics:  http://127.0.0.1:")
                .contains("via agent : down (database gone)")
                .contains("found at once: UP");
    }
}
