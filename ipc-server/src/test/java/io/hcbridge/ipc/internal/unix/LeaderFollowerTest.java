/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.ipc.Connection;
import io.hcbridge.ipc.ListenerOptions;
import io.hcbridge.ipc.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sessions run on the listener's own thread, which another takes over where that takes long. */
final class LeaderFollowerTest {
    @TempDir
    private Path directory;

    private final CountDownLatch blocking = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private UnixListener listener;

    /** Answers each byte: with the thread that ran the task, or that it was refused; a {@code b} is not, it is tried again. */
    private final class Lending implements Session {
        private final Connection connection;
        private byte asked;

        Lending(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void received(ByteBuffer bytes) {
            asked = bytes.get();
            connection.pause();
            onTimeout();
        }

        @Override
        public void onTimeout() {
            if (connection.runInline(this::run)) {
                return;
            }
            if (asked == 'b') {
                connection.setTimeout(Duration.ofMillis(1));
            } else {
                connection.send("refused ".getBytes(UTF_8));
            }
        }

        private void run() {
            switch (asked) {
                case 'b' -> awaitRelease();
                case 's' -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                case 'e' -> {
                    connection.send("thrown ".getBytes(UTF_8));
                    throw new AssertionError("thrown by a test");
                }
                case 'c' -> close();
                default -> {}
            }
            connection.send((Thread.currentThread().getId() + " ").getBytes(UTF_8));
        }

        @Override
        public void ended() {
            connection.finish(new byte[0]);
        }
    }

    @BeforeEach
    void listen() throws Exception {
        listener = UnixListener.listen(
                new ListenerOptions(
                        socket(), PosixFilePermissions.fromString("rw-------"), "", Set.of(), Set.of(), 100),
                Lending::new);
    }

    @AfterEach
    void stop() throws Exception {
        released.countDown();
        listener.close();
        assertThat(socket()).doesNotExist();
    }

    @Test
    void whatIsDoneAtOnceIsAnsweredInOrder() throws Exception {
        assertThat(ask("q".repeat(20)).split(" ")).hasSize(20);
    }

    @Test
    void whatBlocksHoldsNobodyUp() throws Exception {
        try (TestPeer blocked = TestPeer.connect(socket())) {
            blocked.send(new byte[] {'b'});
            assertThat(blocking.await(10, TimeUnit.SECONDS)).isTrue();
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(ask("q"));
            }
            assertThat(answers).containsOnly("refused ");

            released.countDown();
            assertThat(blocked.endInput().readToEnd()).matches("[0-9]+ ");
        }
    }

    @Test
    void theThreadThatLostTheLeadTakesItAgainInTurn() throws Exception {
        for (int i = 0; i < 50; i++) {
            try (TestPeer slow = TestPeer.connect(socket())) {
                assertThat(slow.send(new byte[] {'q', 's', 'q'}).endInput().readToEnd())
                        .matches("([0-9]+ |refused ){3}");
            }
        }
        assertThat(ask("q")).isNotEmpty();
    }

    @Test
    void aTaskThatThrowsHarmsNobody() throws Exception {
        assertThat(ask("e")).isEqualTo("thrown ");
        assertThat(ask("q")).matches("[0-9]+ |refused ");
    }

    @Test
    void aTaskMayCloseItsOwnListener() throws Exception {
        try (TestPeer peer = TestPeer.connect(socket())) {
            peer.send(new byte[] {'c'});
            assertThat(peer.readToEnd()).isEmpty();
        }
    }

    @Test
    void closingDoesNotWaitForATaskThatBlocks() throws Exception {
        try (TestPeer blocked = TestPeer.connect(socket())) {
            blocked.send(new byte[] {'b'});
            assertThat(blocking.await(10, TimeUnit.SECONDS)).isTrue();
            listener.close();
            assertThat(blocked.readToEnd()).isEmpty();
        }
    }

    private void awaitRelease() {
        blocking.countDown();
        try {
            released.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String ask(String bytes) throws Exception {
        try (TestPeer peer = TestPeer.connect(socket())) {
            return peer.send(bytes.getBytes(UTF_8)).endInput().readToEnd();
        }
    }

    private Path socket() {
        return directory.resolve("lending.sock");
    }
}
