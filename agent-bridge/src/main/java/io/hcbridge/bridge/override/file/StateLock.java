/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock of a state file: a file beside it that one process holds until it ends. A file that is left behind locks nothing and is used
 * again. Belongs to one thread at a time.
 *
 * <p>The system keeps the lock for the process, and closing any channel on the file gives it up; so within a process the paths are kept, too.
 */
final class StateLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateLock.class);
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
    /** Far behind the text, which stays readable on Windows, where a locked range is not. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int MAX_PID_CHARACTERS = 20;

    private final Path file;
    private @Nullable Path held;
    private @Nullable FileChannel channel;

    /** Another process has the lock; nothing but its end gives it up. */
    static final class LockedException extends IOException {
        private static final long serialVersionUID = 1L;

        LockedException(String message) {
            super(message);
        }
    }

    /** Makes the lock of a state file without taking it. */
    StateLock(Path stateFile) {
        this.file = stateFile.resolveSibling(stateFile.getFileName() + ".lock");
    }

    Path file() {
        return file;
    }

    /**
     * Takes the lock, unless it is held already.
     *
     * @throws LockedException if another bridge has it
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

    /** Gives the lock up. The file stays: who deletes it could delete the next one's. */
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

    /** Opens an existing file without creating it: in a directory like /tmp the kernel refuses to create over another user's. */
    private FileChannel open() throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            return FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
                    ownerOnly(file));
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static FileChannel lock(FileChannel channel) throws IOException {
        boolean locked = false;
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw new LockedException("another bridge uses it" + holder(channel));
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

    /** For the message of the next one, no more: the lock holds without it, on a full disk, too. */
    private static void writePid(FileChannel channel) {
        byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
        } catch (IOException e) {
            LOG.debug("state file: cannot write the process id into the lock file: {}", e.toString());
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(MAX_PID_CHARACTERS);
        channel.read(pid, 0);
        String text = StandardCharsets.US_ASCII.decode(pid.flip()).toString().strip();
        return text.matches("\\d+") ? " (pid " + text + ")" : "";
    }

    /** Whether there is a lock file at all. */
    boolean exists() {
        return Files.exists(file);
    }
}
