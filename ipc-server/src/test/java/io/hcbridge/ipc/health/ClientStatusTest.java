/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.ipc.health.HealthResult.Status;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.health.HealthKind;
import io.hcbridge.protocol.health.HealthProtocol;
import io.hcbridge.protocol.health.HealthQuery;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of {@link HealthClient#status}. */
final class ClientStatusTest {
    @TempDir
    private Path directory;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private ServerSocketChannel server;
    private Thread thread;
    private volatile String statusReply = "up\n";
    /** Reply to {@code status MILLIS}; null for {@link #statusReply}. */
    private volatile @Nullable String pollGapReply;

    private volatile String pingReply = "healthy";
    private HealthClient client;

    @BeforeEach
    void listen() throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(directory.resolve("a.sock")));
        Files.writeString(directory.resolve(".hc-socket"), "a");
        thread = new Thread(this::serve, "scripted service");
        thread.setDaemon(true);
        thread.start();
        client = HealthClient.of(directory).socketDirectory(directory);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void resultHasEveryPartOfTheStatusLine() {
        statusReply = "drain up 50% maxconn:10 #deploy 42\n";

        assertThat(client.status())
                .isEqualTo(new ServiceStatus(
                        Health.UP,
                        Optional.of(Admin.DRAIN),
                        new Capacity(OptionalInt.of(50), OptionalInt.of(10)),
                        "deploy 42",
                        false,
                        false,
                        false,
                        "socket " + directory.resolve("a.sock")
                                + ", asked 'status', answered 'drain up 50% maxconn:10 #deploy 42'"));
        assertThat(requests).containsExactly("status\n");
    }

    @Test
    void readyFromAServiceIsIgnored() {
        statusReply = "ready up\n";

        assertThat(client.status().admin()).isEmpty();
    }

    @Test
    void serverThatDoesNotUnderstandStatusReceivesItOnce() {
        statusReply = "send 'ping' to trigger healthcheck";
        pingReply = "db down";

        for (int i = 0; i < 3; i++) {
            ServiceStatus status = client.status();
            assertThat(status.health()).isEqualTo(Health.DOWN);
            assertThat(status.reason()).isEqualTo("db down");
            assertThat(status.isHealthOnly()).isFalse();
            assertThat(status.exchange()).endsWith("a.sock, asked 'ping', answered 'db down'");
        }
        assertThat(requests).containsExactly("status\n", "ping", "ping", "ping");
    }

    @Test
    void statusIsSentAgainAfterAConnectionClosedWithoutAByte() {
        statusReply = "";
        ServiceStatus pinged = client.status();
        assertThat(pinged.health()).isEqualTo(Health.UP);
        assertThat(pinged.isHealthOnly()).isTrue();
        statusReply = "drain up #deploy\n";

        ServiceStatus answered = client.status();
        assertThat(answered.admin()).contains(Admin.DRAIN);
        assertThat(answered.isHealthOnly()).isFalse();
        assertThat(requests).containsExactly("status\n", "ping", "status\n");
    }

    @Test
    void pollGapIsSentWithStatus() {
        statusReply = "drain up\n";

        assertThat(client.status(Duration.ofSeconds(5)).admin()).contains(Admin.DRAIN);
        assertThat(client.status(Duration.ZERO).exchange()).endsWith("asked 'status 0', answered 'drain up'");
        assertThat(requests).containsExactly("status 5000\n", "status 0\n");
    }

    @ParameterizedTest
    @CsvSource({"-1, PT-0.001S", "3600001, PT1H0.001S"})
    void pollGapOutOfRangeIsRejected(long millis, String shown) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.status(Duration.ofMillis(millis)))
                .withMessage("poll gap: " + shown + " must be 0 to 1 hour");
        assertThat(requests).isEmpty();
    }

    /** A server of this project's first releases. */
    @Test
    void serverThatDoesNotUnderstandThePollGapIsSentStatus() {
        pollGapReply = "send 'ping' to trigger healthcheck";
        statusReply = "drain up\n";

        for (int i = 0; i < 3; i++) {
            ServiceStatus status = client.status(Duration.ofSeconds(5));
            assertThat(status.admin()).contains(Admin.DRAIN);
            assertThat(status.isHealthOnly()).isFalse();
        }
        assertThat(requests).containsExactly("status 5000\n", "status\n", "status\n", "status\n");
    }

    @Test
    void serverThatUnderstandsOnlyPingReceivesBothFormsOfStatusOnce() {
        statusReply = "send 'ping' to trigger healthcheck";

        for (int i = 0; i < 2; i++) {
            ServiceStatus status = client.status(Duration.ofSeconds(5));
            assertThat(status.health()).isEqualTo(Health.UP);
            assertThat(status.isHealthOnly()).isFalse();
        }
        assertThat(requests).containsExactly("status 5000\n", "status\n", "ping", "ping");
    }

    @Test
    void closeWithoutAReplyIsNoRefusalOfThePollGap() {
        pollGapReply = "";
        statusReply = "drain up\n";
        assertThat(client.status(Duration.ofSeconds(5)).isHealthOnly()).isFalse();
        statusReply = "";
        assertThat(client.status(Duration.ofSeconds(5)).isHealthOnly()).isTrue();

        assertThat(requests).containsExactly("status 5000\n", "status\n", "status 5000\n", "status\n", "ping");
    }

    @Test
    void refusedQueriesAreSentAgainAfterAMinute() {
        StatusSupport support = new StatusSupport();
        Path socket = directory.resolve("a.sock");
        Path other = directory.resolve("b.sock");
        OptionalInt gap = OptionalInt.of(5000);
        long minute = TimeUnit.MINUTES.toNanos(1);
        long start = Long.MAX_VALUE - 5;
        HealthQuery stated = refused(support.first(socket, gap, start), "status 5000\n");

        HealthQuery plain = refused(support.next(socket, stated, start).orElseThrow(), "status\n");
        HealthQuery ping = support.next(socket, plain, start + 2).orElseThrow();

        assertThat(ping.request()).isEqualTo(HealthProtocol.ping());
        assertThat(support.next(socket, ping, start + 2)).isEmpty();
        assertThat(support.first(socket, gap, start + minute - 1).isStatus()).isFalse();
        assertThat(support.first(socket, OptionalInt.empty(), start + minute).isStatus())
                .isFalse();
        assertThat(support.first(socket, gap, start + minute).hasPollGap()).isTrue();
        assertThat(support.first(socket, OptionalInt.empty(), start + minute + 2)
                        .isStatus())
                .isTrue();
        assertThat(support.first(other, gap, start + 3).hasPollGap()).isTrue();
        assertThat(support.first(other, OptionalInt.empty(), start + 3).isStatus())
                .isTrue();
    }

    private static HealthQuery refused(HealthQuery query, String request) {
        assertThat(query.request()).asString(UTF_8).isEqualTo(request);
        query.feed(UTF_8.encode("send 'ping'"));
        return query;
    }

    /** A Go server, and the servers of this project's first releases. */
    @ParameterizedTest
    @CsvSource({
        "send 'ping' to trigger healthcheck, healthy, HEALTHY, ''",
        "send 'ping' to trigger healthcheck, db down, UNHEALTHY, db down",
        "'', db down, UNHEALTHY, db down",
        "loop hangs, healthy, UNHEALTHY, loop hangs",
    })
    void serverThatDoesNotKnowAKindIsSentPing(String kindReply, String reply, Status status, String text) {
        statusReply = kindReply;
        pingReply = reply;

        assertThat(client.check(HealthKind.LIVENESS)).isEqualTo(new HealthResult(status, text));
        assertThat(requests).startsWith("live\n").hasSize(kindReply.equals("loop hangs") ? 1 : 2);
    }

    @Test
    void serviceThatClosesWithoutAReplyHasFailed() {
        statusReply = "";
        pingReply = "";

        assertThat(client.status())
                .isEqualTo(ServiceStatus.failed(
                        directory.resolve("a.sock") + " closed the connection without a reply",
                        "socket " + directory.resolve("a.sock") + ", asked 'ping', answered ''"));
        assertThat(requests).containsExactly("status\n", "ping");
    }

    @Test
    void serviceThatDoesNotReplyHasFailedAtTheTimeLimit() {
        statusReply = "hang";
        long start = System.nanoTime();

        ServiceStatus status = client.timeout(Duration.ofMillis(150)).status();

        assertThat(status.reason()).isEqualTo(directory.resolve("a.sock") + " did not reply within 150 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(150), Duration.ofSeconds(20));
        assertThat(requests).containsExactly("status\n");
    }

    @Test
    void serviceWithoutItsFileHasWithdrawn() throws IOException {
        Files.delete(directory.resolve(".hc-socket"));
        ServiceStatus missing = client.status();
        ServiceStatus missingDirectory =
                HealthClient.of(directory.resolve("none")).status();

        assertThat(missing)
                .isEqualTo(new ServiceStatus(
                        Health.FAILED,
                        Optional.empty(),
                        Capacity.NONE,
                        "no .hc-socket in " + directory,
                        true,
                        false,
                        false,
                        "no socket"));
        assertThat(missingDirectory.isWithdrawn()).isTrue();
        assertThat(missingDirectory.reason()).isEqualTo("directory " + directory.resolve("none") + " does not exist");
    }

    @Test
    void serviceThatWasKilledHasNotWithdrawn() throws Exception {
        server.close();
        // The kernel closes the socket only when the blocked accept has ended.
        thread.join();
        ServiceStatus status = client.status();

        assertThat(status.isWithdrawn()).isFalse();
        assertThat(status.reason()).endsWith("a.sock: connection refused; is the service running?");
    }

    private void serve() {
        ByteBuffer buffer = ByteBuffer.allocate(64);
        while (server.isOpen()) {
            try (SocketChannel peer = server.accept()) {
                peer.read(buffer.clear());
                String request = UTF_8.decode(buffer.flip()).toString();
                requests.add(request);
                String reply = reply(request);
                if (reply.equals("hang")) {
                    peer.read(buffer.clear());
                } else {
                    peer.write(UTF_8.encode(reply));
                }
            } catch (IOException closed) {
                // The client has disconnected, or the test has ended.
            }
        }
    }

    private String reply(String request) {
        if (request.equals("ping")) {
            return pingReply;
        }
        String refusal = pollGapReply;
        return refusal != null && request.startsWith("status ") ? refusal : statusReply;
    }
}
