/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.ipc.health.HealthResult.Status;
import io.hcbridge.protocol.agent.Health;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The conformance table of the client side, and the errors if there is no reply. */
final class HealthClientTest {
    private static final Duration LIMIT = Duration.ofMillis(900);
    private static final Duration AMPLE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    static Stream<ClientRow> rows() {
        return ClientRow.all().stream();
    }

    static Stream<ClientRow> rowsWithoutBoundary() {
        return rows().filter(ClientRow::inPieces);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void replyInOnePieceGivesTheExpectedResult(ClientRow row) throws Exception {
        assertOutcome(row, false);
    }

    @ParameterizedTest
    @MethodSource("rowsWithoutBoundary")
    void replyInSingleBytesGivesTheExpectedResult(ClientRow row) throws Exception {
        assertOutcome(row, true);
    }

    private void assertOutcome(ClientRow row, boolean inPieces) throws Exception {
        boolean isWaitedFor = row.end() == ClientRow.End.STAY && row.status() != Status.HEALTHY;
        HealthClient client = client().timeout(isWaitedFor ? LIMIT : AMPLE);
        HealthResult result = ScriptedServer.play(directory, row, inPieces, client::check);

        assertThat(result.status()).isEqualTo(row.status());
        if (row.status() != Status.FAILED) {
            assertThat(result.text()).isEqualTo(row.text());
        } else if (row.end() == ClientRow.End.STAY) {
            assertThat(result.text()).isEqualTo(socket() + " did not reply within 900 ms");
        } else {
            assertThat(result.text()).isEqualTo(socket() + " closed the connection without a reply");
        }
    }

    @Test
    void missingFileIsAFailedResult() {
        assertFailed("no .hc-socket in " + directory);
    }

    @Test
    void missingSocketIsAFailedResult() throws Exception {
        name();

        assertFailed("cannot connect to " + socket() + ": it does not exist; is the service running?");
    }

    @Test
    void deadSocketIsAFailedResult() throws Exception {
        name();
        listen(1).close();

        assertFailed("cannot connect to " + socket() + ": connection refused; is the service running?");
    }

    @Test
    void tooLongSocketPathIsAFailedResult() throws Exception {
        name();
        Path deep = Path.of("/tmp/" + "d".repeat(100));

        HealthResult result = client().socketDirectory(deep).check();

        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.text()).contains("has 127 bytes, must have at most 107");
    }

    @Test
    void clientWaitsWhileTheBacklogIsFull() throws Exception {
        name();
        try (ServerSocketChannel crowded = listen(1)) {
            List<SocketChannel> crowd = fillBacklog();
            CompletableFuture<HealthResult> result = CompletableFuture.supplyAsync(
                    () -> client().timeout(Duration.ofSeconds(20)).check());
            // The client sends before it is accepted, so a connection with bytes is the client's.
            HealthResult answered = answerAllUntil(crowded, result);
            for (SocketChannel channel : crowd) {
                channel.close();
            }

            assertThat(answered.isHealthy()).isTrue();
        }
    }

    @Test
    void backlogThatStaysFullIsNotReportedAsAStoppedService() throws Exception {
        name();
        try (ServerSocketChannel crowded = listen(1)) {
            List<SocketChannel> crowd = fillBacklog();

            HealthResult result = client().timeout(LIMIT).check();
            assertThat(crowded.isOpen()).isTrue();

            assertThat(result.status()).isEqualTo(Status.FAILED);
            assertThat(result.text()).startsWith("cannot connect to " + socket());
            for (SocketChannel channel : crowd) {
                channel.close();
            }
        }
    }

    @Test
    void serviceThatIsStartingIsFoundByTheRetry() throws Exception {
        Files.createFile(directory.resolve(".hc-socket"));
        HealthClient patient = client().timeout(Duration.ofSeconds(20)).retryAfter(Duration.ofSeconds(1));
        CompletableFuture<HealthResult> result = new CompletableFuture<>();
        Thread asker = new Thread(() -> result.complete(patient.check()));
        asker.start();
        while (asker.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        ClientRow healthy = ClientRow.all().get(0);
        assertThat(ScriptedServer.play(directory, healthy, false, result::join).isHealthy())
                .isTrue();
    }

    @Test
    void retryFollowsAfter50Milliseconds() {
        long start = System.nanoTime();
        assertFailed("no .hc-socket in " + directory);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(50), AMPLE);
    }

    @Test
    void interruptEndsTheWait() throws Exception {
        ClientRow silence = ClientRow.all().get(ClientRow.all().size() - 1);

        HealthResult result = ScriptedServer.play(directory, silence, false, () -> {
            Thread.currentThread().interrupt();
            HealthResult interrupted = client().timeout(Duration.ofMinutes(1)).check();
            assertThat(Thread.interrupted()).isTrue();
            return interrupted;
        });

        assertThat(result).isEqualTo(new HealthResult(Status.FAILED, "interrupted while waiting for " + socket()));
    }

    @Test
    void timeoutMustBePositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client().timeout(Duration.ZERO))
                .withMessage("timeout: PT0S must be 1 ms to 1 day");
    }

    @Test
    void socketOfAnotherUserIsQueriedButNotTrusted() throws Exception {
        OtherUser.assumeRoot();
        name();
        openToAll();
        try (OtherUser stranger = OtherUser.listenOn(socket(), "healthy")) {
            String untrusted = "untrusted socket: peer uid 4712, .hc-socket owner uid 0; to trust it set ";

            assertFailed(untrusted + "HealthClient.user");
            assertThat(client().status().reason()).isEqualTo(untrusted + "HealthClient.user");
            assertThat(client().status().health()).isEqualTo(Health.FAILED);
            // A Go server ends when a client closes its connection without sending a request.
            assertThat(stranger.requests()).isEqualTo(3);
        }
    }

    @Test
    void socketOfTheOwnerOfTheFileIsTrusted() throws Exception {
        OtherUser.assumeRoot();
        name();
        openToAll();
        Path service = Files.createDirectory(directory.resolve("service"));
        Path file = Files.writeString(service.resolve(".hc-socket"), ScriptedServer.NAME);
        Files.setAttribute(file, "unix:uid", (int) OtherUser.UID);
        try (OtherUser owner = OtherUser.listenOn(socket(), "healthy")) {
            HealthClient client = HealthClient.of(service).socketDirectory(directory);
            assertThat(client.check().isHealthy()).isTrue();
            assertThat(owner.requests()).isEqualTo(1);
        }
    }

    @Test
    void socketOfTheConfiguredUserIsTrusted() throws Exception {
        OtherUser.assumeRoot();
        name();
        openToAll();
        try (OtherUser configured = OtherUser.listenOn(socket(), "healthy")) {
            assertThat(client().user("4712").check().isHealthy()).isTrue();
            assertThat(client().user("4713").check().isHealthy()).isFalse();
            assertThat(configured.requests()).isEqualTo(2);
        }
    }

    @Test
    void socketThatIsASymbolicLinkIsNotConnectedTo() throws Exception {
        try (HealthServer other = HealthServer.builder()
                .directory(Files.createDirectory(directory.resolve("other")))
                .socketDirectory(directory)
                .start(() -> {})) {
            name();
            Files.createSymbolicLink(socket(), other.socket());

            assertFailed(socket() + " is a symbolic link");
        }
    }

    private void openToAll() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private HealthResult answerAllUntil(ServerSocketChannel server, CompletableFuture<HealthResult> result)
            throws IOException {
        server.configureBlocking(false);
        while (!result.isDone()) {
            try (SocketChannel client = server.accept()) {
                if (client != null) {
                    client.write(UTF_8.encode("healthy"));
                }
            }
            Thread.onSpinWait();
        }
        return result.join();
    }

    private List<SocketChannel> fillBacklog() throws IOException {
        List<SocketChannel> crowd = new ArrayList<>();
        while (crowd.size() < 100) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.configureBlocking(false);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket()));
                crowd.add(channel);
            } catch (IOException full) {
                channel.close();
                return crowd;
            }
        }
        throw new AssertionError("a backlog of 1 took 100 clients");
    }

    private void assertFailed(String text) {
        assertThat(client().check()).isEqualTo(new HealthResult(Status.FAILED, text));
    }

    private void name() throws IOException {
        Files.writeString(directory.resolve(".hc-socket"), ScriptedServer.NAME);
    }

    private Path socket() {
        return directory.resolve(ScriptedServer.NAME + ".sock");
    }

    private ServerSocketChannel listen(int backlog) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket()), backlog);
    }

    private HealthClient client() {
        return HealthClient.of(directory).socketDirectory(directory).timeout(AMPLE);
    }
}
