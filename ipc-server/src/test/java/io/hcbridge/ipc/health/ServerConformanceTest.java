/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.ipc.health.HealthSession.ReadTimeouts;
import io.hcbridge.ipc.internal.unix.TestPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The conformance table of the server side. */
final class ServerConformanceTest {
    @TempDir
    private Path directory;

    private HealthServer server;
    private volatile @Nullable String failure;
    private volatile boolean sick;

    @BeforeEach
    void start() throws IOException {
        server = builder().start(() -> {
            if (sick) {
                throw new IOException(failure);
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    static Stream<ServerRow> rows() {
        return ServerRow.all().stream();
    }

    static Stream<ServerRow> rowsWithoutBoundary() {
        return rows().filter(ServerRow::inPieces);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void clientReceivesTheReplyAndACleanEnd(ServerRow row) throws Exception {
        assertThat(row.play(server.socket())).isEqualTo(row.reply());
    }

    @ParameterizedTest
    @MethodSource("rowsWithoutBoundary")
    void singleBytesGetTheSameReply(ServerRow row) throws Exception {
        assertThat(row.playInPieces(server.socket())).isEqualTo(row.reply());
    }

    @Test
    void silentClientIsDisconnectedWithoutAReplyAtItsTimeout() throws Exception {
        ReadTimeouts brief = new ReadTimeouts(Duration.ofMillis(300), Duration.ofMinutes(1));
        try (HealthServer server = builder()
                        .directory(directory.resolve("."))
                        .takeOver(true)
                        .readTimeouts(brief)
                        .start(() -> {});
                TestPeer peer = TestPeer.connect(server.socket())) {
            assertThat(peer.readToEnd()).isEmpty();
            assertThat(TestPeer.ask(server.socket(), "ping")).isEqualTo("healthy");
        }
    }

    @Test
    void slowRequestHasTheSameTimeLimitAsASilentClient() throws Exception {
        ReadTimeouts brief = new ReadTimeouts(Duration.ofMillis(300), Duration.ofMinutes(1));
        try (HealthServer server = builder().takeOver(true).readTimeouts(brief).start(() -> {});
                TestPeer peer = TestPeer.connect(server.socket())) {
            assertThat(peer.send(new byte[] {'p'}).readToEnd()).isEqualTo(ServerRow.USAGE);
        }
    }

    @Test
    void defaultRequestTimeoutIsThatOfTheGoModule() {
        assertThat(ReadTimeouts.DEFAULT).isEqualTo(new ReadTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(1)));
    }

    @Test
    void failureIsSentWithTheServicesText() throws Exception {
        fail("db down");

        assertThat(TestPeer.ask(server.socket(), "ping")).isEqualTo("db down");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " \n\t", "\u00a0\u2003", "healthy", " healthy\n"})
    void failureTextIsNeitherBlankNorHealthy(@Nullable String text) throws Exception {
        fail(text);

        assertThat(TestPeer.ask(server.socket(), "ping")).isNotBlank().isNotEqualToIgnoringWhitespace("healthy");
    }

    @Test
    void longFailureTextIsCutBetweenCharacters() throws Exception {
        fail("\u20ac".repeat(3333) + "!");

        byte[] reply;
        try (TestPeer peer = TestPeer.connect(server.socket())) {
            reply = peer.send("ping".getBytes(UTF_8)).readAll();
        }

        assertThat(reply.length).isBetween(4000, 4096);
        assertThat(new String(reply, UTF_8)).matches("\u20ac+");
    }

    private void fail(@Nullable String text) {
        sick = true;
        failure = text;
    }

    private HealthServerBuilder builder() {
        return HealthServer.builder().directory(directory).socketDirectory(directory);
    }
}
