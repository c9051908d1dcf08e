/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Objects;
import java.util.Set;

/**
 * A listening socket at a path. It is bound in a private 0700 directory, then linked into place with its final mode. An existing
 * path is never replaced.
 */
final class BoundSocket implements Closeable {
    /** With a short backlog, a burst of clients fails with EAGAIN. The kernel limits this to {@code net.core.somaxconn}. */
    private static final int BACKLOG = 4096;

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
        try (TempDirectory directory = TempDirectory.beside(path)) {
            Path tempSocket = directory.resolve("s");
            try {
                return bind(family, tempSocket, path, mode, group);
            } finally {
                Files.deleteIfExists(tempSocket);
            }
        }
    }

    private static BoundSocket bind(
            SocketFamily family, Path tempSocket, Path path, Set<PosixFilePermission> mode, String group)
            throws IOException {
        ServerSocketChannel channel = family.bind(UnixSocketPath.address(tempSocket), BACKLOG);
        try {
            setAccess(tempSocket, mode, group);
            link(tempSocket, path);
            return new BoundSocket(channel, path);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /** The user who owns what this process creates. */
    UserPrincipal owner() {
        return owner;
    }

    /**
     * Removes the path if it still leads to this socket. The channel must be open, because the system may give the inode number
     * of a closed socket to another file.
     */
    void remove() throws IOException {
        try {
            if (fileKey.equals(fileKey(path))) {
                Files.delete(path);
            }
        } catch (NoSuchFileException e) {
            // Something else has removed it.
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
