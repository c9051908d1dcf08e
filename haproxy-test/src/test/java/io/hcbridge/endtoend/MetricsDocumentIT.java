/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.BridgeProcess;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The metrics, reasons and alerts of docs/METRICS.md exist. */
@Timeout(60)
class MetricsDocumentIT {
    private static final Pattern METRIC = Pattern.compile("(?m)^\\| `(hcbridge_\\w+)` \\| (\\w+) \\|");
    private static final Pattern REASON =
            Pattern.compile("(?m)^\\| `(\\w+)` \\| [^|]* \\| (?:closes without a reply|replies) ?.*\\|$");
    private static final Pattern COUNTED = Pattern.compile("hcbridge_rejected_requests_total\\{reason=\"(\\w+)\"}");

    @TempDir
    Path directory;

    private static Document document() throws IOException {
        return Document.read("docs/METRICS.md");
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    private BridgeProcess bridge(String... arguments) throws IOException {
        return BridgeProcess.start(Homes.hcbridge(), directory.resolve("bridge.log"), List.of(arguments));
    }

    @Test
    void documentedAlertsAreTheTestedAlerts() throws Exception {
        assertThat(document().block("yaml"))
                .isEqualTo(Files.readString(Homes.hcbridge().resolve("docker/alerts.yml")));
    }

    @Test
    void documentedReasonsAreTheReasonsOnTheMetricsPage() throws Exception {
        try (BridgeProcess bridge = bridge("--target=a=" + directory)) {
            assertThat(names(COUNTED, bridge.metrics().text()))
                    .isNotEmpty()
                    .isEqualTo(names(REASON, document().text()));
        }
    }

    @Test
    void documentedMetricsAreOnThePageWithTheirTypes() throws Exception {
        List<MatchResult> metrics = METRIC.matcher(document().text()).results().toList();
        assertThat(metrics).hasSize(14);
        X509Bundle bundle = TlsSite.certificate("bridge.example.com").buildIssuedBy(TlsSite.authority());
        Files.writeString(directory.resolve("b.pem"), bundle.getCertificatePathPEM() + bundle.getPrivateKeyPEM());
        Path config = Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent: {tls: {certificate: %1$s/b.pem, key: %1$s/b.pem, client-ca: %1$s/b.pem, client-names: a}}
                """.formatted(directory));
        try (BridgeProcess bridge =
                bridge("--config=" + config, "--target=a=" + directory, "--state-file=" + directory + "/state.json")) {
            String page = bridge.metrics().text();
            for (MatchResult metric : metrics) {
                assertThat(page).contains("# TYPE " + metric.group(1) + " " + metric.group(2) + "\n");
            }
        }
    }
}
