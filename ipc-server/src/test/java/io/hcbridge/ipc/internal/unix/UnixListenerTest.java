/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.hcbridge.ipc.internal.transport.Connection;
import io.hcbridge.ipc.internal.transport.ListenerOptions;
import io.hcbridge.ipc.internal.transport.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The behaviour of the transport, independent of the protocol. */
final class UnixListenerTest {
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    private Path directory;

    private @Nullable UnixListener listener;

    @AfterEach
    void stop() throws IOException {
        if (listener != null) {
            listener.close();
        }
    }

    /** Applies {@code reply} to the first bytes, sends the result and closes. */
    private static final class ReplyOnce implements Session {
        private final Connection connection;
        private final Function<ByteBuffer, byte[]> reply;

        ReplyOnce(Connection connection, Function<ByteBuffer, byte[]> reply) {
            this.connection = connection;
            this.reply = reply;
        }

        @Override
        public void received(ByteBuffer bytes) {
            connection.finish(reply.apply(bytes));
        }

        @Override
        public void ended() {
            connection.finish("ended".getBytes(UTF_8));
        }

        @Override
        public void onTimeout() {
            connection.finish("onTimeout".getBytes(UTF_8));
        }
    }

    @Test
    void replyLargerThanTheSocketsBufferArrivesWhole() throws Exception {
        listen(connection -> new ReplyOnce(connection, bytes -> new byte[3 * MEGABYTE]));
        try (TestPeer peer = TestPeer.connect(socket())) {
            assertThat(peer.send(new byte[1]).readAll()).hasSize(3 * MEGABYTE);
        }
    }

    @Test
    void peerWithUnreadInputReceivesItsReplyAndACleanEnd() throws Exception {
        listen(connection -> new ReplyOnce(connection, bytes -> "enough".getBytes(UTF_8)));
        try (TestPeer peer = TestPeer.connect(socket())) {
            assertThat(peer.send(new byte[MEGABYTE]).readToEnd()).isEqualTo("enough");
        }
    }

    @Test
    void peerThatDoesNotCloseIsDisconnectedAfterASecond() throws Exception {
        listen(connection -> new ReplyOnce(connection, bytes -> "enough".getBytes(UTF_8)));
        try (TestPeer peer = TestPeer.connect(socket())) {
            long start = System.nanoTime();
            assertThat(peer.send(new byte[MEGABYTE]).readToEnd()).isEqualTo("enough");
            assertThat(millisUntilDisconnected(peer, start)).isBetween(900L, 20_000L);
        }
    }

    @Test
    void peerThatDoesNotCloseIsDisconnectedForANewOne() throws Exception {
        listen(1, connection -> new ReplyOnce(connection, bytes -> "enough".getBytes(UTF_8)));
        try (TestPeer staying = TestPeer.connect(socket())) {
            assertThat(staying.send(new byte[MEGABYTE]).readToEnd()).isEqualTo("enough");
            long start = System.nanoTime();
            try (TestPeer next = TestPeer.connect(socket())) {
                assertThat(next.send(new byte[1]).readToEnd()).isEqualTo("enough");
            }
            assertThat((System.nanoTime() - start) / 1_000_000)
                    .as("less than the second that the staying peer has")
                    .isLessThan(900);
        }
    }

    @Test
    void peerThatNeverStopsSendingIsDisconnected() throws Exception {
        listen(connection -> new ReplyOnce(connection, bytes -> "enough".getBytes(UTF_8)));
        try (TestPeer peer = TestPeer.connect(socket())) {
            assertThatIOException().isThrownBy(() -> {
                while (true) {
                    peer.send(new byte[MEGABYTE]);
                }
            });
        }
    }

    @Test
    void exceptionInASessionClosesOnlyItsConnection() throws Exception {
        listen(connection -> new ReplyOnce(connection, bytes -> {
            if (bytes.get() == '!') {
                throw new StackOverflowError("a session's own fault");
            }
            return "fine".getBytes(UTF_8);
        }));
        try (TestPeer other = TestPeer.connect(socket());
                TestPeer peer = TestPeer.connect(socket())) {
            assertThat(peer.send(new byte[] {'!'}).readToEnd()).isEmpty();
            assertThat(other.send(new byte[] {'?'}).readToEnd()).isEqualTo("fine");
        }
    }

    @Test
    void exceptionInTheFactoryClosesOnlyTheNewConnection() throws Exception {
        boolean[] first = {true};
        listen(connection -> {
            if (first[0]) {
                first[0] = false;
                throw new IllegalStateException("a factory's own fault");
            }
            return new ReplyOnce(connection, bytes -> "fine".getBytes(UTF_8));
        });
        try (TestPeer peer = TestPeer.connect(socket());
                TestPeer other = TestPeer.connect(socket())) {
            assertThat(peer.readToEnd()).isEmpty();
            assertThat(other.send(new byte[1]).readToEnd()).isEqualTo("fine");
        }
    }

    /** Replies to each byte with {@code reply}, and continues. */
    private record ReplyToEachByte(Connection connection, String reply) implements Session {
        @Override
        public void received(ByteBuffer bytes) {
            bytes.get();
            connection.pause();
            connection.send(reply.getBytes(UTF_8));
        }

        @Override
        public void ended() {
            connection.finish("ended".getBytes(UTF_8));
        }

        @Override
        public void onTimeout() {}
    }

    @Test
    void pipelinedRequestsReachTheSessionOneByOne() throws Exception {
        listen(connection -> new ReplyToEachByte(connection, "reply "));
        try (TestPeer peer = TestPeer.connect(socket())) {
            assertThat(peer.send(new byte[3]).endInput().readToEnd()).isEqualTo("reply reply reply ended");
        }
    }

    @Test
    void peerThatNeverReadsItsRepliesIsDisconnectedAndDelaysNoOther() throws Exception {
        listen(connection -> new ReplyToEachByte(connection, "x".repeat(MEGABYTE)));
        try (TestPeer deaf = TestPeer.connect(socket());
                TestPeer other = TestPeer.connect(socket())) {
            deaf.send(new byte[5]);
            assertThat(other.send(new byte[1]).endInput().readAll()).hasSizeGreaterThan(MEGABYTE);

            long start = System.nanoTime();
            assertThat(millisUntilDisconnected(deaf, start)).isBetween(4000L, 20_000L);
        }
    }

    /** Sends a byte repeatedly, until the kernel reports that the listener has closed the connection. */
    private static long millisUntilDisconnected(TestPeer peer, long start) throws Exception {
        while ((System.nanoTime() - start) / 1_000_000_000 < 20) {
            try {
                peer.send(new byte[1]);
            } catch (IOException closed) {
                return (System.nanoTime() - start) / 1_000_000;
            }
            Thread.sleep(5);
        }
        throw new AssertionError("still connected");
    }

    @Test
    void sessionCanReplyAfterTheEndOfInput() throws Exception {
        listen(connection -> new ReplyOnce(connection, bytes -> new byte[0]));
        try (TestPeer peer = TestPeer.connect(socket())) {
            assertThat(peer.endInput().readToEnd()).isEqualTo("ended");
        }
    }

    @Test
    void onlyTheLastTimeoutFires() throws Exception {
        listen(connection -> {
            connection.setTimeout(Duration.ofMinutes(1));
            connection.setTimeout(Duration.ofMillis(10));
            return new ReplyOnce(connection, bytes -> new byte[0]);
        });
        try (TestPeer peer = TestPeer.connect(socket())) {
            assertThat(peer.readToEnd()).isEqualTo("onTimeout");
        }
    }

    @Test
    void firstReplyFromAnyThreadCounts() throws Exception {
        CompletableFuture<Connection> connected = new CompletableFuture<>();
        listen(connection -> {
            connected.complete(connection);
            return new ReplyOnce(connection, bytes -> new byte[0]);
        });
        try (TestPeer peer = TestPeer.connect(socket())) {
            Connection connection = connected.get();
            connection.finish("first".getBytes(UTF_8));
            connection.finish("second".getBytes(UTF_8));

            assertThat(peer.readToEnd()).isEqualTo("first");
        }
    }

    @Test
    void atTheConnectionLimitTheLongestIdleClientIsDisconnected() throws Exception {
        listen(2, connection -> new ReplyOnce(connection, bytes -> "fine".getBytes(UTF_8)));
        try (TestPeer oldest = TestPeer.connect(socket());
                TestPeer older = TestPeer.connect(socket());
                TestPeer latest = TestPeer.connect(socket())) {
            assertThat(oldest.readToEnd()).isEmpty();
            assertThat(older.send(new byte[1]).readToEnd()).isEqualTo("fine");
            assertThat(latest.send(new byte[1]).readToEnd()).isEqualTo("fine");
        }
    }

    @Test
    void newClientIsAcceptedWhenAWaitingOneReceivesItsReply() throws Exception {
        CompletableFuture<Connection> asker = new CompletableFuture<>();
        Function<Connection, Session> sessions = connection -> {
            if (asker.complete(connection)) {
                connection.pause();
            }
            return new ReplyOnce(connection, bytes -> "fine".getBytes(UTF_8));
        };
        listen(1, sessions);
        try (TestPeer first = TestPeer.connect(socket())) {
            Connection waiting = asker.get();
            try (TestPeer second = TestPeer.connect(socket())) {
                second.send(new byte[1]);
                assertThat(second.hasInput()).isFalse();

                waiting.finish("done".getBytes(UTF_8));

                assertThat(first.readToEnd()).isEqualTo("done");
                assertThat(second.readToEnd()).isEqualTo("fine");
            }
        }
    }

    @Test
    void clientIsAcceptedSoonAfterAnotherHasBecomeIdle() throws Exception {
        CompletableFuture<Connection> asker = new CompletableFuture<>();
        listen(1, connection -> {
            if (asker.complete(connection)) {
                connection.pause();
            }
            return new ReplyOnce(connection, bytes -> "fine".getBytes(UTF_8));
        });
        try (TestPeer first = TestPeer.connect(socket())) {
            Connection waiting = asker.get();
            try (TestPeer second = TestPeer.connect(socket())) {
                second.send(new byte[1]);
                assertThat(second.hasInput()).isFalse();
                long start = System.nanoTime();
                waiting.send("done".getBytes(UTF_8));

                assertThat(second.readToEnd()).isEqualTo("fine");
                assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(5000);
                assertThat(first.readToEnd()).isEqualTo("done");
            }
        }
    }

    @Test
    void existingPathIsNotReplaced() throws Exception {
        Files.writeString(socket(), "precious");

        assertThatIOException()
                .isThrownBy(() -> listen(connection -> new ReplyOnce(connection, bytes -> new byte[0])))
                .withMessage("socket path " + socket() + " already exists");
        assertThat(socket()).hasContent("precious");
        assertThat(directory).isDirectoryNotContaining(path -> !path.equals(socket()));
    }

    private void listen(Function<Connection, Session> sessions) throws IOException {
        listen(100, sessions);
    }

    private void listen(int maxConnections, Function<Connection, Session> sessions) throws IOException {
        listener = UnixListener.listen(
                new ListenerOptions(
                        socket(), PosixFilePermissions.fromString("rw-------"), "", Set.of(), Set.of(), maxConnections),
                sessions);
    }

    private Path socket() {
        return directory.resolve("test.sock");
    }
}
