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
    void deniedConnectNamesOwnerModeAndRemedy() throws IOException {
        Path socket = Files.createFile(directory.resolve("a.sock"));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-r-----"));
        String owner = Files.getOwner(socket).getName();

        assertThat(ConnectErrors.describe(socket, new BindException("EACCES")))
                .contains("cannot connect to " + socket + ": permission denied (owner " + owner
                        + ", mode 0640); run as that user or set the service's socket group");
    }

    @Test
    void deniedConnectWithoutFileAccessHasNoOwnerAndMode() {
        Path socket = directory.resolve("a.sock");

        assertThat(ConnectErrors.describe(socket, new BindException("EACCES")))
                .contains("cannot connect to " + socket
                        + ": permission denied; run as that user or set the service's socket group");
    }

    @Test
    void refusedAndMissingSocketsHaveDifferentMessages() throws IOException {
        Path socket = directory.resolve("a.sock");

        assertThat(ConnectErrors.describe(socket, new SocketException("ENOENT")))
                .contains("cannot connect to " + socket + ": it does not exist; is the service running?");
        Files.createFile(socket);
        assertThat(ConnectErrors.describe(socket, new ConnectException("ECONNREFUSED")))
                .contains("cannot connect to " + socket + ": connection refused; is the service running?");
    }

    @Test
    void fullBacklogHasNoDescription() throws IOException {
        Path socket = Files.createFile(directory.resolve("a.sock"));

        assertThat(ConnectErrors.describe(socket, new SocketException("EAGAIN")))
                .isEmpty();
    }
}
