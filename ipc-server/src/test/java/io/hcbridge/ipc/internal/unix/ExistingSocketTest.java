/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.hcbridge.ipc.internal.unix.ExistingSocket.State;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States of a socket path, and removal of dead sockets. */
final class ExistingSocketTest {
    @TempDir
    private Path directory;

    private Path path;
    private UserPrincipal self;

    @BeforeEach
    void setUp() throws IOException {
        path = directory.resolve("test.sock");
        self = Files.getOwner(directory);
    }

    /** Prints the state of a path. */
    static final class InspectMain {
        private InspectMain() {}

        public static void main(String[] arguments) throws Exception {
            Path path = Path.of(arguments[0]);
            try (ExistingSocket existing = ExistingSocket.inspect(path)) {
                System.out.println(existing.state() + " " + existing.removeIfStale(existing.owner()));
            }
        }
    }

    @Test
    void missingPathIsFree() throws Exception {
        try (ExistingSocket existing = ExistingSocket.inspect(path)) {
            assertThat(existing.state()).isEqualTo(State.MISSING);
            assertThat(existing.connection()).isEmpty();
            assertThat(existing.removeIfStale(self)).isTrue();
        }
    }

    @Test
    void fileThatIsNotASocketIsNotRemoved() throws Exception {
        Files.createFile(path);
        Path directoryInPlace = Files.createDirectory(directory.resolve("d"));
        Path link = Files.createSymbolicLink(directory.resolve("l"), path);
        for (Path other : new Path[] {path, directoryInPlace, link, Path.of("/dev/null")}) {
            try (ExistingSocket existing = ExistingSocket.inspect(other)) {
                assertThat(existing.state()).isEqualTo(State.NOT_A_SOCKET);
                assertThat(existing.removeIfStale(existing.owner())).isFalse();
            }
            assertThat(Files.exists(other)).isTrue();
        }
    }

    @Test
    void deadSocketIsRemoved() throws Exception {
        bind(1).close();
        try (ExistingSocket existing = ExistingSocket.inspect(path)) {
            assertThat(existing.state()).isEqualTo(State.DEAD);
            assertThat(path).exists();
            assertThat(existing.removeIfStale(self)).isTrue();
            assertThat(path).doesNotExist();
            assertThat(existing.removeIfStale(self)).as("gone already").isTrue();
        }
    }

    @Test
    void deadSocketOfAnotherUserIsNotRemoved() throws Exception {
        UserProcess.assumeRoot();
        bind(1).close();
        UserPrincipal other =
                FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("65534");
        Files.setOwner(path, other);
        try (ExistingSocket existing = ExistingSocket.inspect(path)) {
            assertThat(existing.state()).isEqualTo(State.DEAD);
            assertThat(existing.removeIfStale(self)).isFalse();
            assertThat(path).exists();
            assertThatIOException()
                    .isThrownBy(() -> SocketClaim.acquire(path))
                    .withMessage("socket path " + path + " exists and belongs to user nobody; remove it if no server"
                            + " of that user is running");
            assertThat(path).exists();
            assertThat(existing.removeIfStale(other)).isTrue();
        }
    }

    @Test
    void liveSocketIsNotRemoved() throws Exception {
        try (ServerSocketChannel server = bind(1);
                ExistingSocket existing = ExistingSocket.inspect(path)) {
            assertThat(existing.state()).isEqualTo(State.LIVE);
            assertThat(existing.connection().orElseThrow().peer()).contains(self);
            assertThat(existing.removeIfStale(self)).isFalse();
            assertThat(server.isOpen()).isTrue();
        }
        assertThat(path).exists();
    }

    @Test
    void socketWithAFullBacklogIsBusy() throws Exception {
        try (ServerSocketChannel server = bind(1);
                BacklogFiller crowd = BacklogFiller.fill(path);
                ExistingSocket existing = ExistingSocket.inspect(path)) {
            assertThat(existing.state()).isEqualTo(State.BUSY);
            assertThat(existing.removeIfStale(self)).isFalse();
            assertThatIOException()
                    .isThrownBy(() -> SocketClaim.acquire(path))
                    .withMessage("socket path " + path + " is in use: another server listens on it");
            assertThat(server.isOpen()).isTrue();
            assertThat(crowd).isNotNull();
        }
        assertThat(path).exists();
    }

    @Test
    @Tag("process")
    void socketWithoutConnectPermissionIsNotDead() throws Exception {
        UserProcess.assumeRoot();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path classes = Files.createDirectory(directory.resolve("classes"));
        try (ServerSocketChannel server = bind(1)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            try (UserProcess stranger = UserProcess.start(65534, classes, InspectMain.class, path.toString())) {
                assertThat(stranger.readLine()).isEqualTo("FORBIDDEN false");
            }
            assertThat(server.isOpen()).isTrue();
        }
        assertThat(path).exists();
    }

    @Test
    void failedClaimReleasesItsLock() throws Exception {
        Files.createFile(path);
        for (int i = 0; i < 2; i++) {
            assertThatIOException()
                    .isThrownBy(() -> SocketClaim.acquire(path))
                    .withMessage("socket path " + path + " exists and is not a socket; choose another path");
        }
        assertThat(directory).isDirectoryNotContaining(file -> !file.equals(path));
    }

    private ServerSocketChannel bind(int backlog) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path), backlog);
    }
}
