/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.internal.client.SocketFile;
import io.hcbridge.ipc.internal.client.SocketFileException;
import io.hcbridge.protocol.health.SocketName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Writes and removes the {@value SocketName#FILE_NAME} of a server. A rename puts the complete file into place. The file is removed
 * only if it still names this server. Every user may read it, because the socket's mode protects the socket.
 */
final class SocketFileWriter {
    private final Path directory;
    private final Path file;

    SocketFileWriter(Path directory) {
        this.directory = directory;
        this.file = directory.resolve(SocketName.FILE_NAME);
    }

    /** Writes the file with {@code name}. */
    void publish(SocketName name) throws IOException {
        Path draft = directory.resolve(SocketName.FILE_NAME + "." + name.text());
        try {
            Files.write(draft, name.text().getBytes(StandardCharsets.US_ASCII), StandardOpenOption.CREATE_NEW);
            PosixFileAttributeView access = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
            // On Windows the file inherits the directory's access rules.
            if (access != null) {
                access.setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            throw new IOException("directory " + directory + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException("directory " + directory + " is not writable", e);
        } catch (FileSystemException e) {
            throw new IOException("cannot write " + file + ": " + e.getReason(), e);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Removes the file if it still names {@code name}. */
    void withdraw(SocketName name) throws IOException {
        try {
            if (new SocketFile(directory).read().name().equals(name)) {
                Files.deleteIfExists(file);
            }
        } catch (SocketFileException e) {
            // Another program has replaced or removed the file.
        }
    }
}
