/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.util.Objects;

/** A private directory with mode 0700, in the directory of a socket. Its owner is the owner of files that this process creates. */
final class TempDirectory implements Closeable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path path;

    private TempDirectory(Path path) {
        this.path = path;
    }

    /**
     * Creates a directory in the directory of {@code socket}.
     *
     * @throws IOException if the directory of {@code socket} does not exist or is not writable; the message names it
     */
    static TempDirectory beside(Path socket) throws IOException {
        Path parent = Objects.requireNonNull(socket.toAbsolutePath().getParent(), "socket path must name a file");
        // Shorter than a socket's name: the path of a socket in this directory is not longer than the final path.
        Path path = parent.resolve(".hc" + Integer.toString(RANDOM.nextInt(1 << 30), Character.MAX_RADIX));
        try {
            return new TempDirectory(Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
        } catch (NoSuchFileException e) {
            throw new IOException("socket directory " + parent + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException("socket directory " + parent + " is not writable", e);
        }
    }

    /** Returns the owner of files that this process creates in the directory of {@code socket}. */
    static UserPrincipal ownUser(Path socket) throws IOException {
        try (TempDirectory directory = beside(socket)) {
            return directory.owner();
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    UserPrincipal owner() throws IOException {
        return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Removes the directory, which must be empty. */
    @Override
    public void close() throws IOException {
        Files.delete(path);
    }
}
