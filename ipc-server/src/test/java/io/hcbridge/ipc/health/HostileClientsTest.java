/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.ipc.internal.unix.TestPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No client can end or block the server. After each test, another client must still receive a reply. */
final class HostileClientsTest {
    private static final Duration PROMPT = Duration.ofMillis(500);

    @TempDir
    private Path directory;

    private HealthServer server;

    @BeforeEach
    void start() throws IOException {
        server = builder().start(() -> {});
    }

    @AfterEach
    void otherClientsStillReceiveReplies() throws IOException {
        assertPromptReply("ping", "healthy");
        server.close();
    }

    @Test
    void clientThatSendsNothingDoesNotDisturbTheServer() throws Exception {
        for (int i = 0; i < 200; i++) {
            TestPeer.connect(server.socket()).close();
        }
    }

    @Test
    void clientThatDoesNotReadTheReplyDoesNotDisturbTheServer() throws Exception {
        for (int i = 0; i < 200; i++) {
            try (TestPeer peer = TestPeer.connect(server.socket())) {
                peer.send(ServerRow.PING);
            }
        }
    }

    @Test
    void resetDuringARequestDoesNotDisturbTheServer() throws Exception {
        for (int i = 0; i < 200; i++) {
            try (TestPeer peer = TestPeer.connect(server.socket())) {
                // Closing with the unread usage text causes a reset.
                peer.send("no ping".getBytes(UTF_8));
            }
        }
    }

    @Test
    void twoThousandIdleConnectionsDoNotDisturbTheServer() throws Exception {
        HealthServer roomy = builder().takeOver(true).maxConnections(4096).start(() -> {});
        server.close();
        server = roomy;
        List<TestPeer> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 2000; i++) {
                silent.add(TestPeer.connect(server.socket()));
            }
            assertPromptReply("ping", "healthy");
            assertThat(silent.get(0).hasInput()).isFalse();
        } finally {
            for (TestPeer peer : silent) {
                peer.close();
            }
        }
    }

    @Test
    void connectionsOverTheLimitDoNotDisturbTheServer() throws Exception {
        List<TestPeer> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 1500; i++) {
                silent.add(TestPeer.connect(server.socket()));
            }
            assertThat(TestPeer.ask(server.socket(), "ping")).isEqualTo("healthy");
            assertThat(silent.get(0).readToEnd()).isEmpty();
        } finally {
            for (TestPeer peer : silent) {
                peer.close();
            }
        }
    }

    @Test
    void blockedCheckDelaysAnotherClientByLessThan500Milliseconds() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        HealthServer slow = builder().takeOver(true).start(() -> {
            begun.countDown();
            released.await();
        });
        server.close();
        server = slow;
        try (TestPeer blocked = TestPeer.connect(server.socket())) {
            blocked.send(ServerRow.PING);
            begun.await();
            assertPromptReply("hello", "send 'ping' to trigger healthcheck");
            server.stopped("maintenance");
            assertPromptReply("ping", "maintenance");
            server.ready();
            released.countDown();
            assertThat(blocked.readToEnd()).isEqualTo("healthy");
        }
    }

    @Test
    void checkThatNeverEndsIsReportedAtOnceAfterItsLimit() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        HealthServer stuck = builder()
                .takeOver(true)
                .checkTimeout(Duration.ofMillis(100))
                .start(() -> {
                    while (released.getCount() > 0) {
                        LockSupport.parkNanos(1_000_000);
                    }
                });
        server.close();
        server = stuck;
        assertThat(TestPeer.ask(server.socket(), "ping")).isEqualTo("still running after 100ms");
        assertPromptReply("ping", "still running after 100ms");
        released.countDown();
        while (!TestPeer.ask(server.socket(), "ping").equals("healthy")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void disconnectDuringACheckDoesNotDisturbTheServer() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        HealthServer slow = builder().takeOver(true).start(() -> {
            begun.countDown();
            left.await();
        });
        server.close();
        server = slow;
        try (TestPeer peer = TestPeer.connect(server.socket())) {
            peer.send(ServerRow.PING);
            begun.await();
        }
        left.countDown();
    }

    private HealthServerBuilder builder() {
        return HealthServer.builder().directory(directory).socketDirectory(directory);
    }

    /** One reply of ten must be prompt: a busy machine delays some of them, a server that waits delays each. */
    private void assertPromptReply(String request, String reply) throws IOException {
        Duration fastest = Duration.ofDays(1);
        for (int i = 0; i < 10 && fastest.compareTo(PROMPT) >= 0; i++) {
            long start = System.nanoTime();
            assertThat(TestPeer.ask(server.socket(), request)).isEqualTo(reply);
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            fastest = time.compareTo(fastest) < 0 ? time : fastest;
        }
        assertThat(fastest).isLessThan(PROMPT);
    }
}
