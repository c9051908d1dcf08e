/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Agent checks over a unix socket, with the lines of {@code hcbridge haproxy-config --unix} and the chroot of Debian's HAProxy. */
@Timeout(60)
class UnixAgentIT {
    private static final Path CHROOT = Path.of("/var/lib/haproxy");
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @BeforeEach
    void needsRoot() throws IOException {
        assumeTrue(Files.getAttribute(directory, "unix:uid").equals(0), "only root may chroot");
        assumeTrue(Files.isDirectory(CHROOT), "Debian's HAProxy is installed");
    }

    private ChildProcess haproxy(String backends) throws IOException {
        Path config = Files.writeString(
                directory.resolve("haproxy.cfg"), """
                global
                    chroot /var/lib/haproxy
                    user haproxy
                    group haproxy
                    stats socket %s mode 600 level admin
                    nbthread 1
                defaults
                    mode http
                    timeout connect 1s
                    timeout client 1s
                    timeout server 1s
                """.formatted(directory.resolve("stats.sock")) + backends);
        return ChildProcess.start(
                List.of(Tool.HAPROXY.path().toString(), "-db", "-f", config.toString()),
                directory.resolve("haproxy.log"));
    }

    private String printed(Path socket) throws Exception {
        Process run = new ProcessBuilder(
                        Path.of("..", "hcbridge").toString(),
                        "haproxy-config",
                        "--unix",
                        "--listen=unix:" + socket,
                        "--target=orders=/srv/orders",
                        "--agent-inter=200ms",
                        "--reply-deadline=100ms")
                .redirectError(directory.resolve("err").toFile())
                .start();
        String lines = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(run.waitFor()).as(Files.readString(directory.resolve("err"))).isZero();
        return lines;
    }

    @Test
    void trackingServerFollowsAnAgentInTheChrootExceptForTheWeight() throws Exception {
        Path folder = Files.createTempDirectory(CHROOT, "hcbridge test-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path socket = folder.resolve("agent.sock");
        String tracking = """
                backend web
                    server web1 127.0.0.1:8080 weight 100 track orders/orders1
                """;
        try (UnixAgent agent = new UnixAgent(socket, "up 50%\n");
                ChildProcess haproxy = haproxy(printed(socket) + tracking)) {
            StatsSocket stats = new StatsSocket(directory.resolve("stats.sock"));
            Await.until("HAProxy to answer", LIMIT, stats::isAnswering);

            awaitServer(stats, "weight 50", server -> server.weight() == 50);
            assertThat(agent.lastRequest()).isEqualTo("orders\n");
            assertThat(stats.server("web", "web1").weight()).isEqualTo(100);

            agent.reply("down #database gone\n");
            awaitServer(stats, "DOWN", server -> server.status().startsWith("DOWN"));
            assertThat(stats.server("web", "web1").status()).startsWith("DOWN");

            agent.reply("up drain\n");
            awaitServer(stats, "DRAIN", server -> server.status().startsWith("DRAIN"));
            assertThat(stats.server("web", "web1").status()).startsWith("DRAIN");

            agent.reply("up maint\n");
            awaitServer(stats, "MAINT", server -> server.status().startsWith("MAINT"));
            assertThat(stats.server("web", "web1").status()).startsWith("MAINT");
            assertThat(haproxy.isAlive()).as(haproxy.output()).isTrue();
        } finally {
            Files.deleteIfExists(folder);
        }
    }

    @Test
    void chrootedHaproxyConnectsThroughTheSocketsGroup() throws Exception {
        Path folder = Files.createTempDirectory(CHROOT, "hcbridge-test-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path socket = folder.resolve("agent.sock");
        Path config = Files.writeString(
                directory.resolve("hcbridge.yaml"), """
                agent: {listen: 'unix:%s', socket-group: haproxy, reply-deadline: 100ms}
                metrics: {listen: none}
                targets: {orders: {directory: %s}}
                """.formatted(socket, directory.resolve("orders")));
        List<String> serve = List.of(Path.of("..", "hcbridge").toString(), "serve", "--config=" + config);
        try (ChildProcess bridge = ChildProcess.start(serve, directory.resolve("bridge.log"))) {
            Await.until("the agent's socket: " + bridge.output(), START_LIMIT, () -> Files.exists(socket));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-rw----");
            try (ChildProcess haproxy = haproxy(printed(socket))) {
                StatsSocket stats = new StatsSocket(directory.resolve("stats.sock"));
                Await.until("HAProxy to answer", LIMIT, stats::isAnswering);
                awaitServer(stats, "DOWN", server -> server.status().startsWith("DOWN"));
                assertThat(stats.server("orders", "orders1").agentText()).contains("via agent");
                assertThat(haproxy.isAlive()).as(haproxy.output()).isTrue();
            }
            assertThat(bridge.terminate()).as(bridge.output()).isZero();
            assertThat(socket).doesNotExist();
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path left : files.toList()) {
                    Files.delete(left);
                }
            }
            Files.delete(folder);
        }
    }

    @Test
    void socketOutsideTheChrootIsASocketErrorAndFreezesTheState() throws Exception {
        Path socket = directory.resolve("agent.sock");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (UnixAgent agent = new UnixAgent(socket, "down #never heard\n");
                ChildProcess haproxy = haproxy(printed(socket))) {
            StatsSocket stats = new StatsSocket(directory.resolve("stats.sock"));
            Await.until("HAProxy to answer", LIMIT, stats::isAnswering);
            awaitServer(stats, "SOCKERR", server -> server.agentStatus().equals("SOCKERR"));
            assertThat(stats.server("orders", "orders1").isRunning()).isTrue();
            assertThat(agent.lastRequest()).isEmpty();
            assertThat(haproxy.isAlive()).as(haproxy.output()).isTrue();
        }
    }

    private static void awaitServer(StatsSocket stats, String what, Predicate<ServerState> condition) {
        Await.until("orders1: " + what, LIMIT, () -> condition.test(stats.server("orders", "orders1")));
    }
}
