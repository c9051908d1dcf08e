/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.ipc.internal.transport.Connection;
import io.hcbridge.ipc.internal.transport.ListenerOptions;
import io.hcbridge.ipc.internal.transport.Session;
import io.hcbridge.ipc.internal.unix.UnixListener;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client with servers that violate the protocol. */
final class CommandClientTest {
    @TempDir
    private Path directory;

    private @Nullable UnixListener listener;

    @AfterEach
    void stop() throws IOException {
        if (listener != null) {
            listener.close();
        }
    }

    /** Replies to the first bytes with fixed bytes, and closes. If the reply is empty, it does nothing. */
    private record Scripted(Connection connection, String latin1) implements Session {
        @Override
        public void received(ByteBuffer bytes) {
            bytes.position(bytes.limit());
            if (!latin1.isEmpty()) {
                connection.finish(latin1.getBytes(ISO_8859_1));
            }
        }

        @Override
        public void ended() {
            connection.finish(new byte[0]);
        }

        @Override
        public void onTimeout() {}
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\0\0\0\51:{\"response\":{\"status\":\"su`|closed the connection without a reply",
                "`\0`|closed the connection without a reply",
                "`HTTP/1.1 400 Bad Request`|does not speak the command protocol: message length: 1213486160 bytes must be at most 1048576",
                "`\0\0\0\3:{}}`|does not speak the command protocol: malformed JSON at character 2",
            })
    void errorForAnInvalidReplyNamesTheSocket(String latin1, String problem) throws Exception {
        serve(latin1);
        assertThatIOException().isThrownBy(() -> client().call("x", Map.of())).withMessage(socket() + " " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"response\":{\"status\":\"failure\",\"error\":\"boom\"}}`|boom",
                "`{\"response\":{\"status\":\"failure\"}}`|command 'x' failed without a message",
                "`{\"response\":{}}`|command 'x' failed without a message",
                "`{}`|command 'x' failed without a message",
            })
    void replyWithoutSuccessIsAFailure(String reply, String error) throws Exception {
        serve(framed(reply));
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> client().call("x", Map.of()))
                .withMessage(error);
    }

    @Test
    void replyOf1MegabyteIsReceived() throws Exception {
        String payload = "x".repeat(1_000_000);
        serve(framed("{\"response\":{\"status\":\"success\",\"payload\":\"" + payload + "\"}}"));
        assertThat(client().call("x", Map.of())).isEqualTo(payload);
    }

    @Test
    void callEndsAtItsTimeoutIfTheServerDoesNotReply() throws Exception {
        serve("");
        assertThatIOException()
                .isThrownBy(() -> client().timeout(Duration.ofMillis(100)).call("x", Map.of()))
                .withMessage(socket() + " did not reply within 100 ms");
    }

    @Test
    void interruptEndsTheWait() throws Exception {
        serve("");
        Thread.currentThread().interrupt();
        try {
            assertThatIOException()
                    .isThrownBy(() -> client().call("x", Map.of()))
                    .withMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void errorForMissingOrDeadSocketNamesThePath() throws Exception {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> client().call("x", Map.of()))
                .withMessage("cannot connect to " + socket() + ": it does not exist; is the service running?");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket()))
                .close();
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> client().call("x", Map.of()))
                .withMessage("cannot connect to " + socket() + ": connection refused; is the service running?");
    }

    @Test
    void errorForATooLargeRequestReachesTheClient() throws Exception {
        try (CommandServer server = CommandServer.builder().path(socket()).start()) {
            assertThatExceptionOfType(CommandException.class)
                    .isThrownBy(() -> CommandClient.to(server.socket()).call("x", Map.of("a", "x".repeat(1_500_000))))
                    .withMessageMatching("message length: 1500[0-9]{3} bytes must be at most 1048576");
        }
    }

    @Test
    void timeoutMustBePositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client().timeout(Duration.ZERO))
                .withMessage("timeout: PT0S must be at least 1 ms");
    }

    private void serve(String latin1) throws IOException {
        listener = UnixListener.listen(
                new ListenerOptions(socket(), PosixFilePermissions.fromString("rw-------"), "", Set.of(), Set.of(), 10),
                connection -> new Scripted(connection, latin1));
    }

    private static String framed(String json) {
        return new String(CommandPeer.frame(json), ISO_8859_1);
    }

    private CommandClient client() {
        return CommandClient.to(socket());
    }

    private Path socket() {
        return directory.resolve("admin.sock");
    }
}
