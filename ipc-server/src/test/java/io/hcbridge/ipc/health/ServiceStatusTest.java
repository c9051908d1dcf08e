/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.ipc.internal.unix.TestPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies to {@code status}, and {@link HealthServer#close(Duration)}. */
final class ServiceStatusTest {
    @TempDir
    private Path directory;

    private final ScriptedTime time = new ScriptedTime();
    private final AtomicInteger checks = new AtomicInteger();
    private volatile String failure = "";
    private HealthServer server;

    @BeforeEach
    void start() throws IOException {
        server = HealthServer.builder()
                .directory(directory)
                .socketDirectory(directory)
                .time(time)
                .start(() -> {
                    checks.incrementAndGet();
                    if (!failure.isEmpty()) {
                        throw new IOException(failure);
                    }
                });
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status\n", "status", " \tstatus\r\n", "\u00a0status\u2003", "status 0\n", "status 5000\n"})
    void replyToStatusIsOneLine(String request) throws Exception {
        assertThat(TestPeer.ask(server.socket(), request)).isEqualTo("up\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"STATUS\n", "status?\n", "stop\n", "status\nstatus\n", "status 3600001\n", "status x\n"})
    void unknownRequestReceivesTheUsageText(String request) throws Exception {
        assertThat(TestPeer.ask(server.socket(), request)).isEqualTo(ServerRow.USAGE);
    }

    @Test
    void statusInSingleBytesIsAccepted() throws Exception {
        try (TestPeer peer = TestPeer.connect(server.socket())) {
            for (byte b : "status".getBytes(UTF_8)) {
                peer.send(new byte[] {b});
            }
            assertThat(peer.readToEnd()).isEqualTo("up\n");
        }
    }

    @Test
    void incompleteStatusIsAnUnknownRequest() throws Exception {
        try (TestPeer peer = TestPeer.connect(server.socket())) {
            assertThat(peer.send("statu".getBytes(UTF_8)).endInput().readToEnd())
                    .isEqualTo(ServerRow.USAGE);
        }
    }

    @Test
    void nextReplyHasEveryChange() throws Exception {
        server.drain("deploy 42");
        assertThat(status()).isEqualTo("drain up #deploy 42\n");
        server.weight(50);
        server.maxConnections(100);
        server.maint("new disk");
        assertThat(status()).isEqualTo("maint up 50% maxconn:100 #new disk\n");
        failure = "db gone";
        assertThat(status()).isEqualTo("maint down 50% maxconn:100 #db gone\n");
        server.ready();
        assertThat(status()).isEqualTo("down 50% maxconn:100 #db gone\n");
        server.clearWeight();
        assertThat(status()).isEqualTo("down maxconn:100 #db gone\n");
        server.clearMaxConnections();
        failure = "";
        assertThat(status()).isEqualTo("up\n");
    }

    @Test
    void drainingServiceIsHealthyForPing() throws Exception {
        server.drain("deploy 42");
        assertThat(ping()).isEqualTo("healthy");
        server.maint("new disk");
        assertThat(ping()).isEqualTo("healthy");
    }

    @Test
    void stoppedServiceReportsItsReasonAndRunsNoCheck() throws Exception {
        server.stopped("licence expired");

        assertThat(ping()).isEqualTo("licence expired");
        assertThat(status()).isEqualTo("stopped #licence expired\n");
        assertThat(checks).hasValue(0);

        server.ready();
        assertThat(ping()).isEqualTo("healthy");
    }

    @Test
    void rejectedChangeHasNoEffect() throws Exception {
        server.weight(50);

        assertThatIllegalArgumentException().isThrownBy(() -> server.weight(0));
        assertThatIllegalArgumentException().isThrownBy(() -> server.drain(""));

        assertThat(status()).isEqualTo("up 50%\n");
    }

    @Test
    void closeWaitsUntilTheClientHasReceivedTheDrain() throws Exception {
        List<String> lines = new ArrayList<>();
        for (long at = 0; at <= 10_000; at += 1000) {
            time.at(at, () -> lines.add(status()));
        }
        time.sleep(Duration.ofMillis(1500).toNanos());

        server.close(Duration.ofMinutes(1));

        assertThat(lines)
                .containsExactly(
                        "up\n",
                        "up\n",
                        "drain up #shutting down\n",
                        "drain up #shutting down\n",
                        "drain up #shutting down\n");
        assertThat(time.millis()).isEqualTo(4000);
        assertWithdrawn();
    }

    @Test
    void closeWaitsForTwiceThePollGapThatTheClientStates() throws Exception {
        for (long at = 0; at <= 20_000; at += 200) {
            time.at(at, () -> TestPeer.ask(server.socket(), "status 5000\n"));
        }
        time.sleep(Duration.ofMillis(300).toNanos());

        server.close(Duration.ofMinutes(1));

        assertThat(time.millis()).isEqualTo(400 + 2 * 5000);
        assertWithdrawn();
    }

    @Test
    void closeDoesNotWaitForAClientThatNobodyPolls() throws Exception {
        assertThat(TestPeer.ask(server.socket(), "status 0\n")).isEqualTo("up\n");

        server.close(Duration.ofMinutes(1));

        assertThat(time.millis()).isZero();
        assertWithdrawn();
    }

    @Test
    void closeDoesNotWaitIfClientsSendOnlyPing() throws Exception {
        assertThat(ping()).isEqualTo("healthy");

        server.close(Duration.ofMinutes(1));

        assertThat(time.millis()).isZero();
        assertWithdrawn();
    }

    @Test
    void closeKeepsTheServicesOwnState() throws Exception {
        List<String> lines = new ArrayList<>();
        assertThat(status()).isEqualTo("up\n");
        server.maint("new disk");
        time.at(100, () -> {
            server.ready();
            server.weight(50);
            lines.add(status());
        });

        server.close(Duration.ofMinutes(1));

        assertThat(lines).containsExactly("maint up #new disk\n");
        assertThat(time.millis()).isEqualTo(300);
    }

    @Test
    void closeWithoutALimitEndsAWait() throws Exception {
        assertThat(status()).isEqualTo("up\n");
        time.at(100, server::close);

        server.close(Duration.ofMinutes(1));

        assertThat(time.millis()).isBetween(100L, 120L);
        assertWithdrawn();
    }

    @Test
    void interruptedCloseStillClosesAndTheFlagStaysSet() throws Exception {
        assertThat(status()).isEqualTo("up\n");
        time.at(100, () -> {
            throw new InterruptedException();
        });

        server.close(Duration.ofMinutes(1));

        assertThat(Thread.interrupted()).isTrue();
        assertWithdrawn();
    }

    @Test
    void negativeLimitIsRejectedAndTheServerContinues() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.close(Duration.ofSeconds(-1)))
                .withMessage("close limit: PT-1S must not be negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HealthServer.builder().drainAtShutdown(Duration.ofNanos(-1)));

        assertThat(status()).isEqualTo("up\n");
    }

    /** Uses real time. Each close returns when the server has closed. */
    @Test
    void severalThreadsMayCloseAtTheSameTime() throws Exception {
        HealthServer real = HealthServer.builder()
                .directory(directory)
                .socketDirectory(directory)
                .takeOver(true)
                .start(() -> {});
        assertThat(TestPeer.ask(real.socket(), "status\n")).isEqualTo("up\n");
        CompletableFuture<Void> first = closing(real);
        CompletableFuture<Void> second = closing(real);
        String line = "up\n";
        while (line.equals("up\n")) {
            line = TestPeer.ask(real.socket(), "status\n");
        }

        CompletableFuture.anyOf(first, second).get(20, TimeUnit.SECONDS);

        assertThat(line).isEqualTo("drain up #shutting down\n");
        assertThatIOException().isThrownBy(() -> TestPeer.connect(real.socket()));
        CompletableFuture.allOf(first, second).get(20, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Void> closing(HealthServer server) {
        return CompletableFuture.runAsync(() -> {
            try {
                server.close(Duration.ofMinutes(1));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private String status() throws IOException {
        return TestPeer.ask(server.socket(), "status\n");
    }

    private String ping() throws IOException {
        return TestPeer.ask(server.socket(), "ping");
    }

    private void assertWithdrawn() {
        assertThat(directory).isEmptyDirectory();
    }
}
