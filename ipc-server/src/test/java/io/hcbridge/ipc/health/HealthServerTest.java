/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hcbridge.ipc.health.HealthResult.Status;
import io.hcbridge.ipc.health.SocketFileException.Kind;
import io.hcbridge.ipc.internal.unix.TestPeer;
import io.hcbridge.protocol.health.SocketName;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Start, publication and close of a server. */
final class HealthServerTest {
    @TempDir
    private Path directory;

    @TempDir
    private Path sockets;

    private Path file;

    @BeforeEach
    void setUp() {
        file = directory.resolve(".hc-socket");
    }

    @Test
    void clientFindsTheServerThroughItsDirectory() throws Exception {
        try (HealthServer server = start()) {
            assertThat(ask()).isEqualTo(new HealthResult(Status.HEALTHY, ""));

            SocketName name = new SocketFile(directory).read().name();
            assertThat(Files.readString(file)).matches("[A-Za-z0-9]{16}").isEqualTo(name.text());
            assertThat(server.socket()).isEqualTo(name.socketIn(sockets));
        }
    }

    @Test
    void closeRemovesFileAndSocket() throws Exception {
        HealthServer server = start();
        server.close();
        server.close();

        assertThat(content(directory)).isEmpty();
        assertThat(content(sockets)).isEmpty();
        assertThatIOException().isThrownBy(() -> TestPeer.connect(server.socket()));
    }

    @Test
    void closeReleasesThreadsAndDescriptors() throws Exception {
        start().close();
        long descriptors = openDescriptors();
        for (int i = 0; i < 20; i++) {
            try (HealthServer server = start();
                    TestPeer silent = TestPeer.connect(server.socket())) {
                assertThat(silent.hasInput()).isFalse();
                assertThat(ask().isHealthy()).isTrue();
            }
        }

        await(() -> openDescriptors() <= descriptors);
        await(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains(sockets.toString())));
    }

    @Test
    void socketIsPrivateAndTheFileIsReadableByEveryone() throws Exception {
        try (HealthServer server = start()) {
            assertThat(mode(server.socket())).isEqualTo("rw-------");
            assertThat(mode(file)).isEqualTo("rw-r--r--");
        }
    }

    @Test
    void modeAndGroupAreSetBeforeTheSocketIsPublished() throws Exception {
        String group = Files.readAttributes(directory, PosixFileAttributes.class)
                .group()
                .getName();
        try (HealthServer server = builder().mode("rw-rw----").group(group).start(() -> {})) {
            assertThat(mode(server.socket())).isEqualTo("rw-rw----");
            // With this mode, the server checks the peer's credentials. The own user is admitted.
            assertThat(ask().isHealthy()).isTrue();
        }
    }

    @Test
    void errorNamesAnUnknownGroupOrUser() {
        assertThatIOException()
                .isThrownBy(() -> builder().group("no-such-group").start(() -> {}))
                .withMessage("socket group no-such-group does not exist");
        assertThatIOException()
                .isThrownBy(
                        () -> builder().mode("rw-rw----").admit("no-such-user").start(() -> {}))
                .withMessage("admitted user no-such-user does not exist");
        assertThat(sockets).isEmptyDirectory();
    }

    @Test
    void errorNamesAMissingDirectoryAndNoFileRemains() {
        Path nowhere = directory.resolve("nowhere");

        assertThatIOException()
                .isThrownBy(() -> builder().socketDirectory(nowhere).start(() -> {}))
                .withMessage("socket directory " + nowhere + " does not exist");
        assertThatIOException()
                .isThrownBy(() -> builder().directory(nowhere).start(() -> {}))
                .withMessage("directory " + nowhere + " does not exist");
        assertThat(sockets).isEmptyDirectory();
    }

    @Test
    void tooLongSocketPathIsRejectedWithItsLength() throws Exception {
        Path deep = Files.createDirectory(sockets.resolve("d".repeat(100)));

        assertThatIOException()
                .isThrownBy(() -> builder().socketDirectory(deep).start(() -> {}))
                .withMessageContaining("must have at most 107; choose a shorter socket directory");
        assertThat(deep).isEmptyDirectory();
    }

    @Test
    void socketOfAKilledServerIsRemoved() throws Exception {
        Path dead = sockets.resolve("killed0server123.sock");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(dead))
                .close();
        Files.writeString(file, "killed0server123");

        try (HealthServer server = start()) {
            assertThat(content(sockets)).containsExactly(server.socket());
            assertThat(ask().isHealthy()).isTrue();
        }
    }

    @Test
    void fileThatIsNotASocketIsNotRemoved() throws Exception {
        Path innocent = Files.createFile(sockets.resolve("innocent.sock"));
        Files.writeString(file, "innocent");

        start().close();

        assertThat(innocent).exists();
    }

    @Test
    void untrustedFileIsReplacedAndNotFollowed() throws Exception {
        Path victim = Files.writeString(sockets.resolve("victim"), "text");
        Files.createSymbolicLink(file, victim);

        try (HealthServer server = start()) {
            assertThat(ask().isHealthy()).isTrue();
            assertThat(victim).hasContent("text");
            assertThat(server.socket()).exists();
        }
    }

    @Test
    void liveServerIsNotReplaced() throws Exception {
        try (HealthServer first = start()) {
            assertThatIOException()
                    .isThrownBy(this::start)
                    .withMessage("a health server already listens for " + directory + " on " + first.socket()
                            + "; stop it first");

            assertThat(content(sockets)).containsExactly(first.socket());
            assertThat(ask().isHealthy()).isTrue();
        }
    }

    @Test
    void liveServerIsReplacedWithTakeOver() throws Exception {
        HealthServer first = start();
        try (HealthServer second = builder().takeOver(true).start(() -> {})) {
            assertThat(new SocketFile(directory).read().name().socketIn(sockets))
                    .isEqualTo(second.socket());

            first.close();

            assertThat(content(sockets)).containsExactly(second.socket());
            assertThat(ask().isHealthy()).isTrue();
        }
    }

    @Test
    void replacedSocketIsNotRemovedOnClose() throws Exception {
        HealthServer server = start();
        Files.delete(server.socket());
        Files.writeString(server.socket(), "somebody else's");

        server.close();

        assertThat(server.socket()).hasContent("somebody else's");
    }

    @Test
    void closeSucceedsIfTheFilesAreAlreadyRemoved() throws Exception {
        HealthServer server = start();
        Files.delete(server.socket());
        Files.delete(file);

        server.close();

        assertThat(content(sockets)).isEmpty();
    }

    @Test
    void closeInterruptsTheChecksAndDisconnectsTheClients() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        HealthServer server = builder().start(() -> {
            begun.countDown();
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        try (TestPeer asker = TestPeer.connect(server.socket())) {
            asker.send(ServerRow.PING);
            begun.await();

            server.close();

            assertThat(asker.readToEnd()).isEmpty();
            interrupted.await();
        }
    }

    @Test
    void failuresOfNamedChecksAreJoined() throws Exception {
        try (HealthServer server = builder()
                .check("db", () -> {
                    throw new IOException("no route");
                })
                .check("disk", () -> {})
                .start()) {
            assertThat(TestPeer.ask(server.socket(), "ping")).isEqualTo("db: no route");
        }
    }

    @Test
    void blockedCheckIsReportedAtItsLimit() throws Exception {
        CountDownLatch testIsOver = new CountDownLatch(1);
        try (HealthServer server = builder().checkTimeout(Duration.ofMillis(50)).start(testIsOver::await)) {
            assertThat(TestPeer.ask(server.socket(), "ping")).isEqualTo("still running after 50ms");
        }
    }

    @Test
    void checkTimeoutOutOfRangeIsRejected() {
        HealthServerBuilder builder = builder();
        assertThat(builder.checkTimeout(Duration.ofMillis(1)).checkTimeout(Duration.ofDays(1)))
                .isSameAs(builder);
        for (Duration refused : List.of(
                Duration.ofMillis(1).minusNanos(1),
                Duration.ofMillis(-1),
                Duration.ofDays(1).plusNanos(1),
                Duration.ofDays(365 * 293),
                Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.checkTimeout(refused))
                    .withMessage("check timeout: " + refused + " must be 1 ms to 1 day");
        }
    }

    @Test
    void wrongBuilderValuesAreRejected() {
        HealthServerBuilder builder = builder().check("db", () -> {});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.check("db", () -> {}))
                .withMessage("check name 'db' is already used");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.check("a b", () -> {}))
                .withMessageStartingWith("check name 'a b' must match");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxConnections(0))
                .withMessage("max connections: 0 must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.checkTimeout(Duration.ZERO))
                .withMessage("check timeout: PT0S must be 1 ms to 1 day");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.mode("0600"));
        assertThatIllegalStateException().isThrownBy(() -> builder.start(() -> {}));
        assertThatIllegalStateException()
                .isThrownBy(() -> builder().start())
                .withMessage("a health server needs at least one check");
    }

    @Test
    void closedServerCannotBeFound() throws Exception {
        start().close();

        assertThatExceptionOfType(SocketFileException.class)
                .isThrownBy(() -> new SocketFile(directory).read())
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.MISSING));
    }

    private HealthServer start() throws IOException {
        return builder().start(() -> {});
    }

    private HealthServerBuilder builder() {
        return HealthServer.builder().directory(directory).socketDirectory(sockets);
    }

    private HealthResult ask() {
        return HealthClient.of(directory).socketDirectory(sockets).check();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<Path> content(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static long openDescriptors() throws IOException {
        return content(Path.of("/proc/self/fd")).size();
    }

    /** Threads and descriptors of a closed server are released shortly after close() returns. */
    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.call()) {
            assertThat(System.nanoTime() - end).as("time is up").isNegative();
            Thread.sleep(1);
        }
    }
}
