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
    /** A process id, or a part of it after a crash. */
    private static final Pattern OWN_TEXT = Pattern.compile("\\d{0," + MAX_PID_CHARACTERS + "}\\n?");

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

    /** What has the lock file's name is not a lock file of a bridge. It is left as it is. */
    static final class ForeignFileException extends IOException {
        private static final long serialVersionUID = 1L;

        ForeignFileException(String message) {
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
     * @throws ForeignFileException if the lock file is a link, no regular file, or has a text that no bridge wrote
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
            // Before it is opened: the mere opening of a device can have an effect.
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
                throw foreign("has a text that is not a process id");
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
        String text = text(channel).strip();
        return text.matches("\\d+") ? " (pid " + text + ")" : "";
    }

    /** The start of the file; one character more than a lock file has. */
    private static String text(FileChannel channel) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(MAX_PID_CHARACTERS + 2);
        channel.read(start, 0);
        return StandardCharsets.US_ASCII.decode(start.flip()).toString();
    }

    /** Whether there is a lock file at all. */
    boolean exists() {
        return Files.exists(file);
    }
}
