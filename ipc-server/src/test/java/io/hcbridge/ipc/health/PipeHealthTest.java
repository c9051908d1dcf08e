/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.ipc.health.HealthResult.Status;
import io.hcbridge.ipc.internal.pipe.FakePipes;
import io.hcbridge.ipc.internal.transport.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The health server and its client on named pipes in memory. Their API behaves as on unix sockets. */
@Timeout(20)
final class PipeHealthTest {
    @TempDir
    private Path directory;

    private final FakePipes pipes = new FakePipes();
    private final Transport transport = pipes.transport();
    private volatile String failure = "";

    @AfterEach
    void assertNoLeaks() {
        assertThat(pipes.leaks()).isEmpty();
    }

    @Test
    void clientReceivesHealthyAndUnhealthyResults() throws IOException {
        try (HealthServer server = start()) {
            assertThat(server.socket()).isEqualTo(Path.of("\\\\.\\pipe\\" + published()));
            assertThat(ask()).isEqualTo(HealthResult.healthy());
            failure = "db down";
            assertThat(ask()).isEqualTo(HealthResult.unhealthy("db down"));
        }
    }

    @Test
    void closedServerHasWithdrawn() throws IOException {
        start().close();
        assertThat(ask()).isEqualTo(HealthResult.failed("no .hc-socket in " + directory));
    }

    @Test
    void errorForADeadServerNamesThePipe() throws IOException {
        Files.writeString(directory.resolve(".hc-socket"), "gone");
        assertThat(ask())
                .isEqualTo(HealthResult.failed(
                        "cannot connect to \\\\.\\pipe\\gone: it does not exist; is the service running?"));
    }

    @Test
    void serviceThatDoesNotReplyFailsAtTheLimit() throws IOException {
        try (HealthServer server = builder().start(() -> Thread.sleep(10_000))) {
            assertThat(server.socket().toString()).contains(published());
            HealthResult result = HealthClient.of(transport, directory)
                    .timeout(Duration.ofMillis(100))
                    .check();
            assertThat(result.status()).isEqualTo(Status.FAILED);
            assertThat(result.text()).endsWith(" did not reply within 100 ms");
        }
    }

    @Test
    void secondServerNeedsTakeOver() throws IOException {
        try (HealthServer first = start()) {
            assertThatThrownBy(this::start)
                    .hasMessage("a health server already listens for " + directory + " on " + first.socket()
                            + "; stop it first");
            try (HealthServer second = builder().takeOver(true).start(() -> {})) {
                assertThat(second.socket()).isNotEqualTo(first.socket());
                assertThat(ask()).isEqualTo(HealthResult.healthy());
            }
        }
    }

    @Test
    void fileOfAKilledServerIsReplaced() throws IOException {
        Files.writeString(directory.resolve(".hc-socket"), "gone");
        try (HealthServer server = start()) {
            assertThat(server.socket().toString()).endsWith(published());
            assertThat(published()).isNotEqualTo("gone");
        }
    }

    private HealthServer start() throws IOException {
        return builder().start(() -> {
            if (!failure.isEmpty()) {
                throw new IllegalStateException(failure);
            }
        });
    }

    private HealthServerBuilder builder() {
        return HealthServer.builder().transport(transport).directory(directory);
    }

    private HealthResult ask() {
        return HealthClient.of(transport, directory).check();
    }

    private String published() throws IOException {
        return Files.readString(directory.resolve(".hc-socket"));
    }
}
