/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Await;
import io.hcbridge.ipc.health.HealthClient;
import io.hcbridge.ipc.health.HealthResult;
import io.hcbridge.ipc.health.HealthResult.Status;
import io.hcbridge.ipc.health.ServiceStatus;
import io.hcbridge.protocol.agent.Health;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replies of the Go module's health server, and the Java clients with that server. */
@Needs(InteropPeer.GO)
@Timeout(60)
class GoHealthServerIT {
    @RegisterExtension
    static final ResultRecorder RESULTS = new ResultRecorder("any client to the Go health server");

    @RegisterExtension
    static final ResultRecorder OUR_CLIENTS = new ResultRecorder("our clients to the Go health server");

    @TempDir
    static Path directory;

    private static HealthService server;

    @BeforeAll
    static void start() throws Exception {
        RESULTS.versions(Versions.goHealth());
        OUR_CLIENTS.versions(Versions.goHealth());
        server = HealthService.inGo(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void heal() throws Exception {
        server.heal();
    }

    static List<GoServerRow> rows() {
        return GoServerRow.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void replyIsThatOfTheTable(GoServerRow row) throws Exception {
        if (!row.failure().equals(GoServerRow.HEALTHY)) {
            server.fail(row.failure());
        }
        assertThat(RawClient.converse(server.socket(), row)).isEqualTo(row.go());
        String ours = row.why().isEmpty() ? "" : "; ours: " + row.ours() + ", since " + row.why();
        RESULTS.record(row.name(), row.go() + ours);
    }

    @Test
    void javaClientReceivesHealthyAndUnhealthyResults() throws Exception {
        HealthClient client = HealthClient.of(directory);
        assertThat(client.check().isHealthy()).isTrue();
        server.fail("db down");
        assertThat(client.check()).isEqualTo(new HealthResult(Status.UNHEALTHY, "db down"));
        OUR_CLIENTS.record("HealthClient, healthy", "healthy");
        OUR_CLIENTS.record("HealthClient, check fails with `db down`", "unhealthy, `db down`");
    }

    @Test
    void statusInBothFormsIsFollowedByPing() throws Exception {
        server.fail("db down");
        for (int i = 0; i < 2; i++) {
            ServiceStatus status = HealthClient.of(directory).status(Duration.ofSeconds(5));
            assertThat(status.health()).isEqualTo(Health.DOWN);
            assertThat(status.reason()).isEqualTo("db down");
            assertThat(status.isHealthOnly()).isFalse();
        }
        server.heal();
        assertThat(HealthClient.of(directory).status().health()).isEqualTo(Health.UP);
    }

    @Test
    void probeCommandReportsHealthyAndUnhealthyServices() throws Exception {
        Program probe = new Program(Path.of("."), List.of("../hcbridge", "probe", directory.toString()));
        assertThat(probe.run(Duration.ofSeconds(20)))
                .isEqualTo(new Program.Outcome(0, "healthcheck passed. service operational\n", ""));
        server.fail("db down");
        assertThat(probe.run(Duration.ofSeconds(20))).isEqualTo(new Program.Outcome(1, "", "db down\n"));
        OUR_CLIENTS.record("`hcbridge probe`, healthy", "exit code 0");
        OUR_CLIENTS.record("`hcbridge probe`, check fails with `db down`", "exit code 1, `db down` on stderr");
    }

    @Test
    void goServerEndsAfterAClientThatSendsNothing(@TempDir Path own) throws Exception {
        try (HealthService mortal = HealthService.inGo(own)) {
            Path socket = mortal.socket();
            SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
            // It is not visible whether the server has already handled the first client. Therefore the test retries.
            Await.until("the next client to end the server", Duration.ofSeconds(10), () -> {
                HealthClient.of(own).check();
                return HealthClient.of(own).check().status() == Status.FAILED;
            });
            mortal.awaitEnd();
        }
        RESULTS.record("connect and close without a word", "the next client ends the server; ours lives");
    }
}
