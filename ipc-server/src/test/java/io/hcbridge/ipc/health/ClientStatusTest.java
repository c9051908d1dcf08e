/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of {@link HealthClient#status}. */
final class ClientStatusTest {
    @TempDir
    private Path directory;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private ServerSocketChannel server;
    private Thread thread;
    private volatile String statusReply = "up\n";
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
    void statusIsSentAgainAfterAMinute() {
        StatusSupport support = new StatusSupport();
        Path socket = directory.resolve("a.sock");
        long minute = TimeUnit.MINUTES.toNanos(1);
        long start = Long.MAX_VALUE - 5;
        assertThat(support.shouldQuery(socket, start)).isTrue();

        support.recordNotSupported(socket, start);

        assertThat(support.shouldQuery(socket, start + minute - 1)).isFalse();
        assertThat(support.shouldQuery(socket, start + minute)).isTrue();
        assertThat(support.shouldQuery(directory.resolve("b.sock"), start)).isTrue();
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
                String reply = request.equals("ping") ? pingReply : statusReply;
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
}
