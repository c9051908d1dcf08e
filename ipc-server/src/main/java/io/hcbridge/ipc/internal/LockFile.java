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
 * A lock file. A server locks it at start and unlocks it at close. The kernel also unlocks it when the process ends. Thread-safe.
 *
 * <p>The lock belongs to the process (fcntl), and a child process does not inherit it. Closing any channel of the file in this process
 * would unlock it. Therefore this class never opens a file that it has already locked, and no other code may open the file.
 */
public final class LockFile implements Closeable {
    /** Limits the attempts. A second attempt is needed only if another server ends at the same time. */
    private static final int ATTEMPTS = 100;

    /**
     * The locks of this process, by file key. The map keeps the channels reachable: their garbage collection would unlock the files. Its
     * monitor guards all steps of acquiring and releasing.
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
     * Creates the file with mode 0600, unless it exists, and locks it.
     *
     * @param owner the user of this process; this user must own the file
     * @return the lock; empty if another server holds it, in this process or in another one
     * @throws IOException if the file cannot be created or opened, is not a regular file, or belongs to another user; the message names
     *     the file and the rule
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
                    // The previous holder has removed the file. The next attempt creates it again.
                }
            }
        }
        throw new IOException("lock file " + path + ": another program keeps replacing it; stop that program");
    }

    /** Removes the file, then unlocks it. In this order, another server cannot lock a file that is about to be removed. */
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
                // Another program has removed the file.
            } finally {
                HELD.remove(key);
            }
        }
    }

    private static void createUnlessPresent(Path path) throws IOException {
        // An open with O_CREAT of another user's file in a sticky directory fails even for root (fs.protected_regular).
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // Another server has created it.
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
                            + "; remove it if no server of that user is running");
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

    /** Thrown if the path leads to another file after the lock is acquired. */
    private static final class ReplacedException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Identity of a file. Device and inode number (the key) alone do not identify a file, because a new file can get the inode number of
     * a removed one. The new file has another change time.
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
