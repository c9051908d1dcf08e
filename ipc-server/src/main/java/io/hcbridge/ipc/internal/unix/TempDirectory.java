/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import io.hcbridge.ipc.internal.StaleDirectories;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/** A private directory with mode 0700, in the directory of a socket. Its owner is the owner of files that this process creates. */
final class TempDirectory implements Closeable {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The name of the socket in it. */
    static final String SOCKET = "s";

    private static final Pattern NAME = Pattern.compile("\\.hc[0-9a-z]{1,6}");
    /** Far longer than a socket takes to be bound. */
    private static final Duration STALE_AFTER = Duration.ofMinutes(1);

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
            return swept(Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
        } catch (NoSuchFileException e) {
            throw new IOException("socket directory " + parent + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException("socket directory " + parent + " is not writable", e);
        } catch (FileSystemException e) {
            throw new IOException("socket directory " + parent + " cannot be used: " + e.getReason(), e);
        }
    }

    /** Also removes what killed processes of this user have left here. */
    private static TempDirectory swept(Path path) {
        StaleDirectories.removeBeside(path, name -> NAME.matcher(name).matches(), SOCKET::equals, STALE_AFTER);
        return new TempDirectory(path);
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
