/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.ipc.health.HealthServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results of the Go module's health client with the Java server, and with every kind of scripted server. */
@Needs(InteropPeer.GO)
@Timeout(60)
class GoHealthClientIT {
    @RegisterExtension
    static final ResultRecorder RESULTS = new ResultRecorder("Go health client to any server");

    @RegisterExtension
    static final ResultRecorder OUR_SERVER = new ResultRecorder("Go health client to our HealthServer");

    @TempDir
    Path directory;

    private volatile String failure = "";

    @BeforeAll
    static void noteVersions() {
        RESULTS.versions(Versions.goHealth());
        OUR_SERVER.versions(Versions.goHealth());
    }

    static List<GoClientRow> rows() {
        return GoClientRow.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void resultIsThatOfTheTable(GoClientRow row) throws Exception {
        try (ScriptedHealthServer server = new ScriptedHealthServer(directory, row)) {
            assertThat(GoHealthClient.ask(server.directory())).isEqualTo(row.go());
        }
        String ours = row.why().isEmpty() ? "" : "; ours: " + row.ours() + ", since " + row.why();
        RESULTS.record(row.name(), GoClientRow.shown(row.go()) + ours);
    }

    @Test
    void goClientWorksWithTheJavaHealthServer() throws Exception {
        try (HealthServer server = HealthServer.builder().directory(directory).start(() -> {
            if (!failure.isEmpty()) {
                throw new IllegalStateException(failure);
            }
        })) {
            assertThat(server.socket()).exists();
            assertThat(GoHealthClient.ask(directory)).isEqualTo("healthy");
            OUR_SERVER.record("healthy", "healthy");
            failure = "db down";
            assertThat(GoHealthClient.ask(directory)).isEqualTo("unhealthy: db down");
            OUR_SERVER.record("check fails with `db down`", "unhealthy: db down");
            failure = "x".repeat(10_000);
            assertThat(GoHealthClient.ask(directory)).isEqualTo("unhealthy: " + "x".repeat(4096));
            OUR_SERVER.record("check fails with 10000 bytes", "unhealthy, 4096 bytes");
        }
        assertThat(GoHealthClient.ask(directory)).isEqualTo("failed");
        OUR_SERVER.record("server closed", "failed");
    }
}
