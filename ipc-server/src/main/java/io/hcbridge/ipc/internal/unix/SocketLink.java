/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;

/**
 * A path that leads to a listening socket, beside the socket's own path. Another program may remove or replace the path, and it is then
 * restored without a new socket: clients stay connected, and those that wait in the backlog are served. Not thread-safe.
 */
public final class SocketLink {
    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;

    private final Path own;
    private final Path published;
    private final Object key;

    /**
     * Publishes nothing yet.
     *
     * @param own path of the listening socket
     * @param published path that clients use, in the same directory
     */
    public SocketLink(Path own, Path published) throws IOException {
        this.own = own;
        this.published = published;
        this.key = FileState.at(own).key();
    }

    /**
     * Makes the published path lead to the socket. Replaces another socket there in one step.
     *
     * @return whether the path was missing, or led to another socket
     * @throws IOException if the socket's own path was removed or replaced, another kind of file is at the published path, or this user
     *     must not replace it; the message names the path
     */
    public boolean publish() throws IOException {
        FileState there = state(published);
        if (there.key().equals(key)) {
            return false;
        }
        if (!there.isSocket() && !there.equals(FileState.MISSING)) {
            throw new IOException("socket path " + published + " exists and is not a socket; remove it");
        }
        if (!state(own).key().equals(key)) {
            throw new IOException("socket path " + own + " was removed or replaced by another program");
        }
        replace();
        return true;
    }

    /** Removes the published path if it still leads to the socket. */
    public void withdraw() throws IOException {
        if (state(published).key().equals(key)) {
            Files.deleteIfExists(published);
        }
    }

    private void replace() throws IOException {
        Path link = own.resolveSibling(own.getFileName() + ".new");
        Files.deleteIfExists(link);
        try {
            Files.createLink(link, own);
            Files.move(link, published, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IOException("cannot publish socket " + published + ": " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(link);
        }
    }

    private static FileState state(Path path) throws IOException {
        try {
            return FileState.at(path);
        } catch (NoSuchFileException e) {
            return FileState.MISSING;
        }
    }

    private record FileState(Object key, boolean isSocket) {
        static final FileState MISSING = new FileState("", false);

        static FileState at(Path path) throws IOException {
            Map<String, Object> file = Files.readAttributes(path, "unix:fileKey,mode", LinkOption.NOFOLLOW_LINKS);
            int mode = (Integer) Objects.requireNonNull(file.get("mode"));
            return new FileState(Objects.requireNonNull(file.get("fileKey")), (mode & FILE_TYPE) == SOCKET);
        }
    }
}
