/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Tool;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations and lines for HAProxy in the documents work. */
@Timeout(60)
class DocumentationIT {
    @TempDir
    Path directory;

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("hcbridge.yaml"), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs/CONFIGURATION.md",
                "docs/DISCOVERY.md",
                "docs/GROUPS.md",
                "docs/HAPROXY.md",
                "docs/RAMP.md",
                "docs/STABILITY.md",
                "docs/STANDBY.md"
            })
    void configurationFilesAreValid(String document) throws Exception {
        // The directory and the group of HAProxy are not those of every host and user.
        Path file = write(Document.read(document)
                .block("yaml")
                .replace("/var/lib/haproxy/hcbridge", directory.toString())
                .replace("/run/hcbridge", directory.toString())
                .replace("socket-group: haproxy", "socket-group: '" + Files.getAttribute(directory, "unix:gid") + "'"));
        Script check = Script.hcbridge("check-config", file.toString());
        assertThat(check.stdout()).as(check.stderr()).startsWith(file + ": ok, ");
    }

    @Test
    void documentedErrorsAreTheReportedErrors() throws Exception {
        Path file = write("""
                agent:
                  listen: 127.0.0.1:5555
                  reply-deadlin: 3s
                  max-connections: 10000
                targets:
                  orders: {directory: /srv/orders, timeout: 2s}
                """);
        Script run = Script.hcbridge("check-config", file.toString());
        assertThat(run.exit()).isEqualTo(78);
        assertThat(Document.read("docs/CONFIGURATION.md").text())
                .contains("```\n" + run.stderr().replace(directory + "/", "") + "```\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/HAPROXY.md"})
    void haproxyAcceptsTheDocumentedServerLines(String document) throws Exception {
        Path file = Files.writeString(
                directory.resolve("haproxy.cfg"), """
                defaults
                    mode http
                    timeout connect 1s
                    timeout client 1s
                    timeout server 1s
                frontend any
                    bind 127.0.0.1:1
                    default_backend orders
                """ + Document.read(document).block("haproxy"));
        Tool.Outcome outcome = Tool.HAPROXY.run(List.of("-c", "-f", file.toString()));
        assertThat(outcome.status()).as(outcome.output()).isZero();
        assertThat(outcome.output()).doesNotContain("WARNING");
    }

    @Test
    void documentedLinesForAUnixSocketAreThePrintedLines() throws Exception {
        Document document = Document.read("docs/HAPROXY.md");
        Script run = Script.hcbridge(
                "haproxy-config", "--unix", "--server=10.0.0.7:8080", "--config=" + write(document.block("yaml")));
        assertThat(run.stderr()).isEmpty();
        assertThat(run.stdout()).contains(document.block("haproxy"));
    }

    @Test
    void documentedLinesForTlsAreThePrintedLines() throws Exception {
        Document document = Document.read("docs/TLS.md");
        X509Bundle bundle = TlsSite.certificate("bridge.example.com").buildIssuedBy(TlsSite.authority());
        Files.writeString(directory.resolve("bridge.pem"), bundle.getCertificatePathPEM() + bundle.getPrivateKeyPEM());
        Path file = write(document.block("yaml").replace("/etc/hcbridge", directory.toString()));
        Script run = Script.hcbridge("haproxy-config", "--tls", "--config=" + file);
        assertThat(run.stderr()).isEmpty();
        assertThat(run.stdout().strip()).isEqualTo(document.block("haproxy").strip());
    }

    @Test
    void embeddingExampleIsCompiledByTheBuild() throws Exception {
        String source = Files.readString(
                Homes.hcbridge().resolve("ipc-server/src/test/java/io/hcbridge/example/OrderService.java"));
        assertThat(source).endsWith(Document.read("README.md").block("java"));
    }

    @ParameterizedTest
    @CsvSource({"OrderGroup, PROCESS-GROUPS", "ReportingService, PUSH"})
    void groupExampleIsCompiledByTheBuild(String name, String document) throws Exception {
        String source = Files.readString(
                Homes.hcbridge().resolve("ipc-server/src/test/java/io/hcbridge/example/" + name + ".java"));
        String example = Document.read("docs/" + document + ".md").block("java");
        assertThat(source.replaceAll("\\s+", " ")).contains(example.strip().replaceAll("\\s+", " "));
    }
}
