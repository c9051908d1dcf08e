/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.hcbridge.ipc.internal.unix.BacklogFiller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The server's socket file and lock file. */
@ParameterizedClass
@EnumSource(Sockets.class)
final class CommandSocketTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private final Sockets sockets;

    CommandSocketTest(Sockets sockets) {
        this.sockets = sockets;
    }

    @Test
    void socketHasTheConfiguredModeAndGroup() throws Exception {
        String group = Files.readAttributes(directory, PosixFileAttributes.class)
                .group()
                .getName();
        try (CommandServer server = builder().mode("rw-rw----").group(group).start()) {
            PosixFileAttributes attributes = Files.readAttributes(server.socket(), PosixFileAttributes.class);
            assertThat(PosixFilePermissions.toString(attributes.permissions())).isEqualTo("rw-rw----");
            assertThat(attributes.group().getName()).isEqualTo(group);
            assertThat(directory).isDirectoryContaining(socket()::equals).isDirectoryNotContaining(this::isOther);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void onlyTheOwnerMayConnectByDefault() throws Exception {
        try (CommandServer server = builder().start()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.socket())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void errorForAMissingGroupNamesIt() {
        assertThatIOException()
                .isThrownBy(() -> builder().group("no-such-group").start())
                .withMessage("socket group no-such-group does not exist");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void liveSocketIsNotReplaced() throws Exception {
        try (CommandServer first = builder().start()) {
            assertThatIOException()
                    .isThrownBy(() -> builder().start())
                    .withMessage("socket path " + socket() + " is in use: another server listens on it");
            assertThat(CommandClient.to(first.socket()).call("echo", Map.of())).isEqualTo("echo");
            assertThat(directory).isDirectoryNotContaining(this::isOther);
        }
    }

    @Test
    void deadSocketIsReplaced() throws Exception {
        leaveDeadSocket();
        try (CommandServer server = builder().start()) {
            assertThat(CommandClient.to(server.socket()).call("echo", Map.of())).isEqualTo("echo");
            assertThat(directory).isDirectoryNotContaining(this::isOther);
        }
    }

    @Test
    void socketWithAFullBacklogIsNotReplaced() throws Exception {
        try (ServerSocketChannel predecessor = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                        .bind(UnixDomainSocketAddress.of(socket()), 1);
                BacklogFiller crowd = BacklogFiller.fill(socket())) {
            assertThatIOException()
                    .isThrownBy(() -> builder().start())
                    .withMessage("socket path " + socket() + " is in use: another server listens on it");
            assertThat(predecessor.isOpen()).isTrue();
            assertThat(crowd).isNotNull();
        }
        assertThat(socket()).exists();
        assertThat(directory).isDirectoryNotContaining(path -> !path.equals(socket()));
    }

    @Test
    void serverThatCannotListenReleasesTheLock() throws Exception {
        assertThatIOException()
                .isThrownBy(() -> builder().group("no-such-group").start());
        builder().start().close();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void oneOfSeveralServersReplacesADeadSocket() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 25; round++) {
                leaveDeadSocket();
                List<CommandServer> started = startAtOnce(threads, 4);
                assertThat(started).hasSize(1);
                assertThat(CommandClient.to(socket()).call("echo", Map.of())).isEqualTo("echo");
                started.get(0).close();
                assertThat(directory).isEmptyDirectory();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void fileThatIsNotASocketIsNotReplaced() throws Exception {
        Files.writeString(socket(), "precious");
        assertThatIOException()
                .isThrownBy(() -> builder().start())
                .withMessage("socket path " + socket() + " exists and is not a socket; choose another path");
        assertThat(socket()).hasContent("precious");
    }

    @Test
    void tooLongPathIsRejected() {
        assertThatIOException()
                .isThrownBy(
                        () -> builder().path(directory.resolve("x".repeat(100))).start())
                .withMessageContaining("must have at most 107");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void closeRemovesOnlyTheServersOwnSocket() throws Exception {
        CommandServer server = builder().start();
        Files.delete(socket());
        Files.delete(lock());
        try (CommandServer next = builder().start()) {
            server.close();
            server.close();
            assertThat(CommandClient.to(next.socket()).call("echo", Map.of())).isEqualTo("echo");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void closedServerHasNoThreadsAndNoDescriptors() throws Exception {
        startCallAndClose();
        long descriptors = descriptors();
        for (int i = 0; i < 20; i++) {
            startCallAndClose();
        }
        await(() -> descriptors() <= descriptors);
        await(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains(socket().toString())
                        || thread.getName().startsWith("command")));
    }

    private void startCallAndClose() throws Exception {
        try (CommandServer server = builder().start();
                CommandPeer kept = CommandPeer.connect(server);
                CommandPeer hanging = CommandPeer.connect(server)) {
            kept.send("{\"cmd\":\"echo\",\"respond\":true}").response();
            hanging.send("{\"cmd\":\"hang\",\"respond\":true}");
            CommandClient.to(server.socket()).call("echo", Map.of());
        }
    }

    private List<CommandServer> startAtOnce(ExecutorService threads, int count) throws Exception {
        CountDownLatch ready = new CountDownLatch(count);
        List<Future<CommandServer>> starts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            starts.add(threads.submit(() -> {
                ready.countDown();
                ready.await();
                return builder().start();
            }));
        }
        List<CommandServer> started = new ArrayList<>();
        for (Future<CommandServer> start : starts) {
            try {
                started.add(start.get());
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(IOException.class).hasMessageContaining(socket().toString());
            }
        }
        return started;
    }

    private void leaveDeadSocket() throws IOException {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket()))
                .close();
        assertThat(socket()).exists();
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(end);
            Thread.sleep(10);
        }
    }

    private boolean isOther(Path path) {
        return !path.equals(socket()) && !path.equals(lock());
    }

    private Path socket() {
        return directory.resolve("admin.sock");
    }

    private Path lock() {
        return directory.resolve("admin.sock.lock");
    }

    private CommandServerBuilder builder() {
        return CommandServer.builder()
                .path(socket())
                .sockets(sockets.open())
                .handler("echo", CommandCall::command)
                .handler("hang", call -> {
                    new CountDownLatch(1).await();
                    return "";
                });
    }
}
