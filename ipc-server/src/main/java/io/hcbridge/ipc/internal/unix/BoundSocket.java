/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import java.io.Closeable;
import java.io.IOException;
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
 *
 * @param <S> type of the socket; its close ends listening
 */
public final class BoundSocket<S extends Closeable> implements Closeable {
    private final S socket;
    private final Path path;
    private final Object fileKey;
    private final UserPrincipal owner;

    private BoundSocket(S socket, Path path) throws IOException {
        this.socket = socket;
        this.path = path;
        this.fileKey = fileKey(path);
        this.owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Creates a socket that listens at a path. Nothing exists at the path before. The socket must continue to listen when the path is
     * moved. Its mode does not matter, because the directory is private.
     */
    @FunctionalInterface
    public interface Binder<S extends Closeable> {
        S bind(Path path) throws IOException;
    }

    /**
     * Binds and listens.
     *
     * @param group name of the socket's group; empty for the group of the process
     * @throws IOException if the path is too long or already exists, or if its directory is not writable; the message names the path and
     *     the rule
     */
    public static <S extends Closeable> BoundSocket<S> bind(
            Path path, Set<PosixFilePermission> mode, String group, Binder<S> binder) throws IOException {
        UnixSocketPath.address(path);
        try (TempDirectory directory = TempDirectory.beside(path)) {
            Path tempSocket = directory.resolve(TempDirectory.SOCKET);
            try {
                S socket = binder.bind(tempSocket);
                return place(socket, tempSocket, path, mode, group);
            } finally {
                Files.deleteIfExists(tempSocket);
            }
        }
    }

    /**
     * Takes over a socket that another process has bound. Its path, mode and group stay as they are.
     *
     * @throws IOException if nothing is at the path
     */
    public static <S extends Closeable> BoundSocket<S> adopt(Path path, S socket) throws IOException {
        return new BoundSocket<>(socket, path);
    }

    private static <S extends Closeable> BoundSocket<S> place(
            S socket, Path tempSocket, Path path, Set<PosixFilePermission> mode, String group) throws IOException {
        try {
            setAccess(tempSocket, mode, group);
            link(tempSocket, path);
            return new BoundSocket<>(socket, path);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Returns a text that identifies the file of the socket on this host. */
    public String identity() {
        return fileKey.toString();
    }

    /** Returns the {@link #identity} of the file at a path. */
    public static String identity(Path path) throws IOException {
        return fileKey(path).toString();
    }

    S socket() {
        return socket;
    }

    /** Returns the owner of files that this process creates. */
    UserPrincipal owner() {
        return owner;
    }

    /**
     * Removes the path if it still leads to this socket. The socket must be open, because the kernel may reuse the inode number of a
     * closed socket.
     */
    public void remove() throws IOException {
        try {
            if (fileKey.equals(fileKey(path))) {
                Files.delete(path);
            }
        } catch (NoSuchFileException e) {
            // Another program has removed the path.
        }
    }

    /** Removes the path and stops listening. */
    @Override
    public void close() throws IOException {
        try {
            remove();
        } finally {
            socket.close();
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
            throw new IOException("socket path " + path + " already exists", e);
        }
    }

    private static Object fileKey(Path path) throws IOException {
        return Objects.requireNonNull(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey());
    }
}
