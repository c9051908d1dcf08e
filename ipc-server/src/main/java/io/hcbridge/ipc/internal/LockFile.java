/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A file that one server keeps locked for its life. The system unlocks it when the process ends, however it ends. Thread-safe.
 *
 * <p>The lock belongs to the process, and a child process does not inherit it. Closing any channel of the file would unlock it;
 * so this process opens no file that it holds already, and the file must not be opened by anything else.
 */
public final class LockFile implements Closeable {
    /** More than a few attempts are needed only while other servers start and end all the time. */
    private static final int ATTEMPTS = 100;

    /**
     * What this process holds, by the key of the file. It keeps the channels from the garbage collector, which would close them.
     * Guards all steps of acquiring and releasing.
     */
    private static final Map<Object, LockFile> HELD = new HashMap<>();

    private final Path path;
    private final Object key;
    private final FileChannel channel;

    private LockFile(Path path, Object key, FileChannel channel) {
        this.path = path;
        this.key = key;
        this.channel = channel;
    }

    /**
     * Creates the file, mode 0600, unless it exists, and locks it.
     *
     * @param owner the user of this process, who must own the file
     * @return empty if another server holds the lock, in this process or another
     * @throws IOException naming the file and the rule, if it cannot be created or opened, or is not an own regular file
     */
    public static Optional<LockFile> tryAcquire(Path path, UserPrincipal owner) throws IOException {
        synchronized (HELD) {
            for (int i = 0; i < ATTEMPTS; i++) {
                try {
                    createUnlessPresent(path);
                    Found file = Found.at(path);
                    requireOwn(path, file, owner);
                    return HELD.containsKey(file.key()) ? Optional.empty() : lock(path, file);
                } catch (NoSuchFileException | ReplacedException e) {
                    // The last holder has removed it: the next attempt creates another.
                }
            }
        }
        throw new IOException("lock file " + path + " changes all the time: another program creates and removes it");
    }

    /** Removes the file and unlocks it, in this order, so that the path never leads to a file whose lock is free by mistake. */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (!channel.isOpen()) {
                return;
            }
            try (channel) {
                if (key.equals(Found.at(path).key())) {
                    Files.delete(path);
                }
            } catch (NoSuchFileException e) {
                // Something else has removed it.
            } finally {
                HELD.remove(key);
            }
        }
    }

    private static void createUnlessPresent(Path path) throws IOException {
        // Opening another user's file in a sticky directory with O_CREAT fails even for root (fs.protected_regular).
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // Another server was faster.
        } catch (NoSuchFileException e) {
            throw new IOException("directory " + path.getParent() + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException("directory " + path.getParent() + " is not writable", e);
        }
    }

    private static void requireOwn(Path path, Found file, UserPrincipal owner) throws IOException {
        if (!file.isRegular()) {
            throw new IOException("lock file " + path + " is not a regular file; remove it");
        }
        if (!file.owner().equals(owner)) {
            throw new IOException(
                    "lock file " + path + " belongs to user " + file.owner().getName() + ", not to " + owner.getName()
                            + "; remove it when no server of that user runs");
        }
    }

    private static Optional<LockFile> lock(Path path, Found file) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            if (!file.equals(Found.at(path))) {
                throw new ReplacedException();
            }
            LockFile held = new LockFile(path, file.key(), channel);
            HELD.put(file.key(), held);
            return Optional.of(held);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The path led to another file before the lock was held. */
    private static final class ReplacedException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * A file as it was found. A file that is neither renamed, removed nor changed keeps its key and its change time; a later file
     * that gets its number has another change time.
     */
    private record Found(Object key, Object changed, boolean isRegular, UserPrincipal owner) {
        static Found at(Path path) throws IOException {
            Map<String, Object> file =
                    Files.readAttributes(path, "unix:fileKey,ctime,isRegularFile,owner", LinkOption.NOFOLLOW_LINKS);
            return new Found(
                    Objects.requireNonNull(file.get("fileKey")),
                    Objects.requireNonNull(file.get("ctime")),
                    Boolean.TRUE.equals(file.get("isRegularFile")),
                    (UserPrincipal) Objects.requireNonNull(file.get("owner")));
        }
    }
}
