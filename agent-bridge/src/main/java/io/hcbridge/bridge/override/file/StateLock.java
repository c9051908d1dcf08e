/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock of a state file. The lock is on a file in the same directory, and one process holds it until it ends. A lock file that remains
 * after the process has ended is not locked and is used again. Belongs to one thread at a time.
 *
 * <p>The system associates the lock with the process, and closing any channel on the file releases it. This class therefore also records
 * the paths that are locked within this process.
 */
final class StateLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateLock.class);
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
    /** Position of the locked byte, far behind the text. The text stays readable on Windows, where a locked range cannot be read. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int MAX_PID_CHARACTERS = 20;
    /** The text of a lock file: a process id, or a part of it after a crash. */
    private static final Pattern OWN_TEXT = Pattern.compile("\\d{0," + MAX_PID_CHARACTERS + "}\\n?");

    private final Path file;
    private @Nullable Path held;
    private @Nullable FileChannel channel;

    /** Thrown if another bridge holds the lock. It releases the lock only when it ends. */
    static class LockedException extends IOException {
        private static final long serialVersionUID = 1L;

        LockedException(String message) {
            super(message);
        }
    }

    /** Thrown if this user may not open the lock file, so that it is unknown whether another bridge holds the lock. */
    static final class DeniedException extends LockedException {
        private static final long serialVersionUID = 1L;

        DeniedException(String message) {
            super(message);
        }
    }

    /** Thrown if the file at the path of the lock file was not made by a bridge. The file is not changed. */
    static final class ForeignFileException extends IOException {
        private static final long serialVersionUID = 1L;

        ForeignFileException(String message) {
            super(message);
        }
    }

    /** Creates the lock of a state file without acquiring it. */
    StateLock(Path stateFile) {
        this.file = stateFile.resolveSibling(stateFile.getFileName() + ".lock");
    }

    Path file() {
        return file;
    }

    /**
     * Acquires the lock, unless this object holds it already.
     *
     * @throws LockedException if another bridge holds it
     * @throws ForeignFileException if the lock file is a link or not a regular file, or its text was not written by a bridge
     * @throws IOException if the lock file cannot be opened
     */
    void acquire() throws IOException {
        if (channel != null) {
            return;
        }
        Path parent = file.toAbsolutePath().getParent();
        Path key = (parent == null ? file : parent.toRealPath().resolve(file.getFileName()));
        if (!HELD.add(key)) {
            throw new LockedException("another bridge in this process uses it");
        }
        try {
            channel = lock(open());
            held = key;
        } finally {
            if (channel == null) {
                HELD.remove(key);
            }
        }
    }

    /** Releases the lock. The file stays, because deleting it could delete the lock file of the next bridge. */
    @Override
    public void close() throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            if (held != null) {
                HELD.remove(held);
            }
            channel = null;
            held = null;
        }
    }

    /**
     * Opens the lock file. An existing file is opened without the option to create it, because in a directory like /tmp the kernel forbids
     * creation over the file of another user.
     */
    private FileChannel open() throws IOException {
        try {
            // Checked before the file is opened, because opening a device can have side effects.
            if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isRegularFile()) {
                throw foreign("is not a regular file");
            }
            return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return FileChannel.open(
                    file,
                    Set.of(
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE,
                            LinkOption.NOFOLLOW_LINKS),
                    ownerOnly(file));
        }
    }

    private ForeignFileException foreign(String why) {
        return new ForeignFileException(
                "its lock file " + file + " " + why + "; move it away or choose another state-file");
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private FileChannel lock(FileChannel channel) throws IOException {
        boolean locked = false;
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw new LockedException("another bridge uses it" + holder(channel));
            }
            if (!OWN_TEXT.matcher(text(channel)).matches()) {
                throw foreign("contains a text that is not a process id");
            }
            locked = true;
            writePid(channel);
            return channel;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    /**
     * Writes the process id, for the error message of the next bridge. A failure is ignored, for example on a full disk, because the lock
     * works without it.
     */
    private static void writePid(FileChannel channel) {
        byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
        } catch (IOException e) {
            LOG.debug("state file: cannot write the process id into the lock file: {}", e.toString());
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        String text = text(channel).strip();
        return text.matches("\\d+") ? " (pid " + text + ")" : "";
    }

    /** Reads the start of the file, one character more than a lock file has. */
    private static String text(FileChannel channel) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(MAX_PID_CHARACTERS + 2);
        channel.read(start, 0);
        return StandardCharsets.US_ASCII.decode(start.flip()).toString();
    }

    /** Returns whether the lock file exists. */
    boolean exists() {
        return Files.exists(file);
    }
}
