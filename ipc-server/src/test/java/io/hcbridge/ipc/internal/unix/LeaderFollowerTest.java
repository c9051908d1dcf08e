/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.ipc.internal.transport.Connection;
import io.hcbridge.ipc.internal.transport.ListenerOptions;
import io.hcbridge.ipc.internal.transport.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks on the listener's thread. A second thread continues the listener if a task takes long. */
final class LeaderFollowerTest {
    @TempDir
    private Path directory;

    private final CountDownLatch blocking = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicReference<Thread> runner = new AtomicReference<>();
    private UnixListener listener;

    /** Replies to each byte with the number of the thread that ran its task, or with "refused". Retries {@code b} and {@code i}. */
    private final class InlineTasks implements Session {
        private final Connection connection;
        private byte asked;

        InlineTasks(Connection connection) {
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
            if (asked == 'b' || asked == 'i') {
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
                case 'c' -> {
                    close();
                    return;
                }
                case 'i' -> {
                    boolean interrupted = Thread.currentThread().isInterrupted();
                    runner.set(Thread.currentThread());
                    connection.send((interrupted ? "interrupted " : "clean ").getBytes(UTF_8));
                    return;
                }
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
                InlineTasks::new);
    }

    @AfterEach
    void stop() throws Exception {
        released.countDown();
        listener.close();
        assertThat(socket()).doesNotExist();
        await(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("listener " + socket())));
    }

    @Test
    void shortTasksAreFinishedInOrder() throws Exception {
        assertThat(ask("q".repeat(20)).split(" ")).hasSize(20);
    }

    @Test
    void blockedTaskDoesNotDelayOthers() throws Exception {
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
    void formerLeaderCanBecomeTheLeaderAgain() throws Exception {
        for (int i = 0; i < 50; i++) {
            try (TestPeer slow = TestPeer.connect(socket())) {
                assertThat(slow.send(new byte[] {'q', 's', 'q'}).endInput().readToEnd())
                        .matches("([0-9]+ |refused ){3}");
            }
        }
        assertThat(ask("q")).isNotEmpty();
    }

    @Test
    void exceptionInATaskDoesNotDisturbOthers() throws Exception {
        assertThat(ask("e")).isEqualTo("thrown ");
        assertThat(ask("q")).matches("[0-9]+ |refused ");
    }

    @Test
    void lateInterruptAffectsNeitherTheListenerNorTheNextTask() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(ask("i")).isEqualTo("clean ");
            Thread late = Objects.requireNonNull(runner.get());
            late.interrupt();
            // With the interrupt flag set, the thread could not wait.
            await(() -> !late.isInterrupted());
        }
        assertThat(ask("i")).isEqualTo("clean ");
    }

    @Test
    void lateInterruptOfAFormerLeaderIsCleared() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(ask("s")).matches("[0-9]+ |refused ");
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("listener " + socket())) {
                thread.interrupt();
                await(() -> !thread.isInterrupted());
            }
        }
        assertThat(ask("i")).isEqualTo("clean ");
    }

    @Test
    void threadThatReturnsDuringTheTakeoverBecomesTheFollower() throws Exception {
        AtomicReference<Thread> first = new AtomicReference<>();
        CountDownLatch takenOver = new CountDownLatch(1);
        CompletableFuture<LeaderFollower> self = new CompletableFuture<>();
        CompletableFuture<Boolean> followerFound = new CompletableFuture<>();
        Runnable drive = () -> {
            LeaderFollower lead = self.join();
            if (first.compareAndSet(null, Thread.currentThread())) {
                assertThat(lead.hasFollower()).isTrue();
                assertThat(lead.runInline(() -> awaitQuietly(takenOver))).isFalse();
            } else {
                followerFound.complete(lead.hasFollower());
                lead.end();
            }
        };
        LeaderFollower lead = new LeaderFollower("takeover", drive, () -> {
            takenOver.countDown();
            // The first thread now only waits to become the leader.
            Thread waiting = Objects.requireNonNull(first.get());
            await(() -> waiting.getState() == Thread.State.TIMED_WAITING
                    && List.of(waiting.getStackTrace()).toString().contains("awaitLead"));
        });
        self.complete(lead);
        lead.start();

        assertThat(followerFound.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void taskMayCloseItsOwnListener() throws Exception {
        try (TestPeer peer = TestPeer.connect(socket())) {
            long start = System.nanoTime();
            peer.send(new byte[] {'c'});
            assertThat(peer.readToEnd()).isEmpty();
            // The close must not wait for its own thread.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1900));
        }
    }

    @Test
    void closeDoesNotWaitForABlockedTask() throws Exception {
        try (TestPeer blocked = TestPeer.connect(socket())) {
            blocked.send(new byte[] {'b'});
            assertThat(blocking.await(10, TimeUnit.SECONDS)).isTrue();
            listener.close();
            assertThat(blocked.readToEnd()).isEmpty();
        }
    }

    private void awaitRelease() {
        blocking.countDown();
        awaitQuietly(released);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("time is up").isNegative();
            Thread.onSpinWait();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
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
