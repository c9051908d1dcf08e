/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Set;

/**
 * A listening socket at a path, there with its final mode from the first moment: it is born in a fresh directory that only its
 * owner can enter, and linked into place when ready. An existing path is never replaced.
 */
final class BoundSocket implements Closeable {
    /** A short backlog makes a burst of clients fail with EAGAIN. The kernel cuts this to {@code net.core.somaxconn}. */
    private static final int BACKLOG = 4096;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final ServerSocketChannel channel;
    private final Path path;
    private final Object fileKey;
    private final UserPrincipal owner;

    private BoundSocket(ServerSocketChannel channel, Path path) throws IOException {
        this.channel = channel;
        this.path = path;
        this.fileKey = fileKey(path);
        this.owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Binds and listens.
     *
     * @param group the name of the socket's group; empty for the process's own
     * @throws IOException naming the path and the rule, if it is too long, taken, or its directory cannot be written
     */
    static BoundSocket bind(SocketFamily family, Path path, Set<PosixFilePermission> mode, String group)
            throws IOException {
        UnixSocketPath.address(path);
        Path tempDirectory = newDirectoryBeside(path);
        Path tempSocket = tempDirectory.resolve("s");
        try {
            ServerSocketChannel channel = family.bind(UnixSocketPath.address(tempSocket), BACKLOG);
            try {
                setAccess(tempSocket, mode, group);
                link(tempSocket, path);
                return new BoundSocket(channel, path);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } finally {
            Files.deleteIfExists(tempSocket);
            Files.delete(tempDirectory);
        }
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /** The user under whom this process makes files. */
    UserPrincipal owner() {
        return owner;
    }

    /**
     * Removes the path if it is still this socket. The channel must still be open: so long the system gives its inode's number to
     * no other file.
     */
    void remove() throws IOException {
        try {
            if (fileKey.equals(fileKey(path))) {
                Files.delete(path);
            }
        } catch (NoSuchFileException e) {
            // Somebody cleaned up before us.
        }
    }

    /** Removes the path and stops listening. */
    @Override
    public void close() throws IOException {
        try {
            remove();
        } finally {
            channel.close();
        }
    }

    private static Path newDirectoryBeside(Path path) throws IOException {
        Path parent = Objects.requireNonNull(path.toAbsolutePath().getParent(), "socket path must name a file");
        // Shorter than the names of sockets, so that a socket's path that fits has a tempDirectory that fits.
        Path tempDirectory = parent.resolve(".hc" + Integer.toString(RANDOM.nextInt(1 << 30), Character.MAX_RADIX));
        try {
            return Files.createDirectory(
                    tempDirectory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (NoSuchFileException e) {
            throw new IOException("socket directory " + parent + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException("socket directory " + parent + " is not writable", e);
        }
    }

    private static void setAccess(Path socket, Set<PosixFilePermission> mode, String group) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(socket, PosixFileAttributeView.class);
        if (!group.isEmpty()) {
            view.setGroup(find(group, socket.getFileSystem().getUserPrincipalLookupService()));
        }
        view.setPermissions(mode);
    }

    private static GroupPrincipal find(String group, UserPrincipalLookupService lookup) throws IOException {
        try {
            return lookup.lookupPrincipalByGroupName(group);
        } catch (UserPrincipalNotFoundException e) {
            throw new IOException("socket group " + group + " does not exist", e);
        }
    }

    private static void link(Path tempSocket, Path path) throws IOException {
        try {
            Files.createLink(path, tempSocket);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("socket path " + path + " is taken", e);
        }
    }

    private static Object fileKey(Path path) throws IOException {
        return Objects.requireNonNull(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey());
    }
}
