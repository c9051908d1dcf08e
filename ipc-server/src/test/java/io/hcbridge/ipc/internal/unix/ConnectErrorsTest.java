/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConnectErrorsTest {
    @TempDir
    private Path directory;

    @Test
    void aDeniedConnectNamesOwnerModeAndWhatToDo() throws IOException {
        Path socket = Files.createFile(directory.resolve("a.sock"));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-r-----"));
        String owner = Files.getOwner(socket).getName();

        assertThat(ConnectErrors.describe(socket, new BindException("EACCES")))
                .contains("cannot connect to " + socket + ": permission denied (owner " + owner
                        + ", mode 0640); run as that user or set the service's socket group");
    }

    @Test
    void whatCannotBeLookedAtIsDeniedAllTheSame() {
        Path socket = directory.resolve("a.sock");

        assertThat(ConnectErrors.describe(socket, new BindException("EACCES")))
                .contains("cannot connect to " + socket
                        + ": permission denied; run as that user or set the service's socket group");
    }

    @Test
    void refusedAndMissingSocketsAreToldApart() throws IOException {
        Path socket = directory.resolve("a.sock");

        assertThat(ConnectErrors.describe(socket, new SocketException("ENOENT")))
                .contains(socket + " is missing: its service is gone");
        Files.createFile(socket);
        assertThat(ConnectErrors.describe(socket, new ConnectException("ECONNREFUSED")))
                .contains(socket + " refused the connection: its service is gone");
    }

    @Test
    void aFullBacklogIsNoFault() throws IOException {
        Path socket = Files.createFile(directory.resolve("a.sock"));

        assertThat(ConnectErrors.describe(socket, new SocketException("EAGAIN")))
                .isEmpty();
    }
}
