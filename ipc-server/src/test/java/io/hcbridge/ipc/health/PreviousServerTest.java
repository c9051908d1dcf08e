/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.hcbridge.ipc.internal.unix.BacklogFiller;
import io.hcbridge.ipc.internal.unix.TestPeer;
import io.hcbridge.ipc.internal.unix.UserProcess;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A starting health server and the existing socket that {@code .hc-socket} names. */
final class PreviousServerTest {
    private static final String NAME = "predecessor01234";
    private static final long SERVICE = 65533;
    private static final long STRANGER = 65534;

    @TempDir
    private Path directory;

    @TempDir
    private Path sockets;

    @TempDir
    private Path classes;

    private Path socket;

    @BeforeEach
    void setUp() throws IOException {
        socket = sockets.resolve(NAME + ".sock");
        Files.writeString(directory.resolve(".hc-socket"), NAME);
    }

    /** Listens on a socket with mode 0666 and closes each connection. */
    static final class Listening {
        private Listening() {}

        public static void main(String[] arguments) throws Exception {
            Path path = Path.of(arguments[0]);
            try (ServerSocketChannel server = listen(path)) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
                System.out.println("listening");
                while (true) {
                    server.accept().close();
                }
            }
        }
    }

    @Test
    void serverWithAFullBacklogIsNotReplaced() throws Exception {
        try (ServerSocketChannel predecessor = listen(socket);
                BacklogFiller crowd = BacklogFiller.fill(socket)) {
            assertThatIOException()
                    .isThrownBy(() -> start())
                    .withMessage(
                            "a health server already listens for " + directory + " on " + socket + "; stop it first");
            assertThat(predecessor.isOpen()).isTrue();
            assertThat(crowd).isNotNull();
        }
        assertThat(sockets)
                .isDirectoryContaining(socket::equals)
                .isDirectoryNotContaining(path -> !path.equals(socket));
    }

    @Test
    void serverThatDoesNotReplyIsNotReplaced() throws Exception {
        try (ServerSocketChannel predecessor = listen(socket)) {
            long start = System.nanoTime();
            assertThatIOException().isThrownBy(() -> start());
            assertThat((System.nanoTime() - start) / 1_000_000).isBetween(900L, 20_000L);
            predecessor.configureBlocking(false);
            SocketChannel visitor = predecessor.accept();
            assertThat(visitor).as("it was asked").isNotNull();
            visitor.close();
        }
    }

    @Test
    void deadSocketOfAnotherUserIsNotRemoved() throws Exception {
        UserProcess.assumeRoot();
        listen(socket).close();
        Files.setOwner(socket, user(STRANGER));
        try (HealthServer server = start()) {
            assertThat(server.socket()).exists();
        }
        assertThat(socket).exists();
    }

    @Test
    @Tag("process")
    void untrustedLiveSocketDoesNotPreventTheStartAndIsNotRemoved() throws Exception {
        UserProcess.assumeRoot();
        Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (UserProcess stranger = UserProcess.start(STRANGER, classes, Listening.class, socket.toString())) {
            assertThat(stranger.readLine()).isEqualTo("listening");
            try (HealthServer server = start()) {
                assertThat(Files.readString(directory.resolve(".hc-socket")) + ".sock")
                        .isEqualTo(server.socket().getFileName().toString());
                assertThat(TestPeer.ask(server.socket(), "ping")).isEqualTo("healthy");
            }
            assertThat(TestPeer.connect(socket).readToEnd()).isEmpty();
        }
    }

    @Test
    void untrustedSocketWithAFullBacklogDoesNotPreventTheStart() throws Exception {
        UserProcess.assumeRoot();
        try (ServerSocketChannel stranger = listen(socket);
                BacklogFiller crowd = BacklogFiller.fill(socket)) {
            Files.setOwner(socket, user(STRANGER));
            try (HealthServer server = start()) {
                assertThat(server.socket()).exists();
            }
            assertThat(stranger.isOpen()).isTrue();
            assertThat(crowd).isNotNull();
        }
        assertThat(socket).exists();
    }

    /** The service's user may remove files from the socket directory, but may not connect to another user's live socket. */
    @Test
    @Tag("process")
    void liveSocketWithoutConnectPermissionIsNotRemoved() throws Exception {
        UserProcess.assumeRoot();
        try (ServerSocketChannel neighbour = listen(socket)) {
            changeOwner(STRANGER, socket, "rw-------");
            changeOwner(STRANGER, directory.resolve(".hc-socket"), "rw-r--r--");
            changeOwner(STRANGER, directory, "rwxrwx---");
            changeOwner(STRANGER, sockets, "rwxrwx---");
            try (UserProcess service = UserProcess.start(
                    SERVICE,
                    classes,
                    ServiceProcess.Main.class,
                    directory.toString(),
                    sockets.toString(),
                    "rw-------")) {
                assertThat(Path.of(service.readLine())).exists();
                assertThat(socket).exists();
            }
            assertThat(neighbour.isOpen()).isTrue();
        }
    }

    private HealthServer start() throws IOException {
        return HealthServer.builder()
                .directory(directory)
                .socketDirectory(sockets)
                .start(() -> {});
    }

    private static ServerSocketChannel listen(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path), 1);
    }

    /** Changes the owner of a file, and its group to the service's group. */
    private static void changeOwner(long uid, Path path, String mode) throws IOException {
        UserPrincipalLookupService users = FileSystems.getDefault().getUserPrincipalLookupService();
        GroupPrincipal group = users.lookupPrincipalByGroupName(Long.toString(SERVICE));
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        view.setGroup(group);
        view.setPermissions(PosixFilePermissions.fromString(mode));
        view.setOwner(user(uid));
    }

    private static UserPrincipal user(long uid) throws IOException {
        return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(Long.toString(uid));
    }
}
