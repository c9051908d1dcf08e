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

/** A private directory, mode 0700, beside a socket. It also shows which user owns what this process creates. */
final class TempDirectory implements Closeable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path path;

    private TempDirectory(Path path) {
        this.path = path;
    }

    /**
     * Creates a directory in that of {@code socket}.
     *
     * @throws IOException naming the directory and the rule, if it does not exist or is not writable
     */
    static TempDirectory beside(Path socket) throws IOException {
        Path parent = Objects.requireNonNull(socket.toAbsolutePath().getParent(), "socket path must name a file");
        // Shorter than the names of sockets, so that a socket in it has a path that is short enough.
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

    /** The user who owns what this process creates here. */
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
