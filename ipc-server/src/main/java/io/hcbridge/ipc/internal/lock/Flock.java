/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.lock;

import com.sun.jna.LastErrorException;
import io.hcbridge.ipc.internal.OwnUser;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A lock by {@code flock(2)}. Java's own locks are {@code fcntl(2)} locks, which do not exclude it.
 *
 * <p>The file is opened without {@code O_CREAT} if it exists, because the kernel refuses {@code O_CREAT} for another user's file in a
 * directory like {@code /tmp}, even to root ({@code fs.protected_regular}). {@code O_NONBLOCK} keeps a FIFO from blocking the caller.
 */
final class Flock implements ElectionLock {
    /** A further attempt is needed only if the file is removed or replaced at the same time. */
    private static final int ATTEMPTS = 10;

    private static final int OPEN = LibC.O_RDONLY | LibC.O_NONBLOCK | LibC.O_NOFOLLOW | LibC.O_CLOEXEC;
    private static final int CREATE = OPEN | LibC.O_CREAT | LibC.O_EXCL;
    private static final int PRIVATE = 0600;

    private final LibC library;
    private final Path path;
    private final LockedFile file;
    private OptionalInt descriptor;

    private Flock(LibC library, Path path, LockedFile file, int descriptor) {
        this.library = library;
        this.path = path;
        this.file = file;
        this.descriptor = OptionalInt.of(descriptor);
    }

    static Optional<ElectionLock> tryAcquire(Path path) throws IOException {
        LibC library = LibC.load();
        for (int i = 0; i < ATTEMPTS; i++) {
            OptionalInt descriptor = open(library, path);
            if (descriptor.isPresent()) {
                Attempt attempt = lock(library, path, descriptor.getAsInt());
                if (attempt.isFinal()) {
                    return attempt.lock();
                }
            }
        }
        throw new IOException("lock file " + path + ": another program keeps replacing it; stop that program");
    }

    @Override
    public boolean isReplaced() throws IOException {
        return !leadsTo(path, file);
    }

    @Override
    public synchronized void close() {
        if (descriptor.isPresent()) {
            int held = descriptor.getAsInt();
            descriptor = OptionalInt.empty();
            try {
                // A process that is being started has a copy of the descriptor for a moment. A close alone would leave
                // the lock to it.
                library.flock(held, LibC.LOCK_UN);
            } finally {
                library.close(held);
            }
        }
    }

    /** The result of one attempt: the lock, or no lock because it is held, or a file that was replaced. */
    private record Attempt(boolean isFinal, Optional<ElectionLock> lock) {}

    /** Returns the descriptor; empty if the file was created or removed at the same time. */
    private static OptionalInt open(LibC library, Path path) throws IOException {
        byte[] name = nativeName(path);
        try {
            return OptionalInt.of(library.open(name, OPEN));
        } catch (LastErrorException e) {
            if (e.getErrorCode() != LibC.ENOENT) {
                throw cannotOpen(path, e);
            }
        }
        try {
            return OptionalInt.of(library.open(name, CREATE, PRIVATE));
        } catch (LastErrorException e) {
            if (e.getErrorCode() == LibC.EEXIST) {
                return OptionalInt.empty();
            }
            throw e.getErrorCode() == LibC.ENOENT
                    ? new IOException("directory " + path.toAbsolutePath().getParent() + " does not exist", e)
                    : cannotOpen(path, e);
        }
    }

    private static Attempt lock(LibC library, Path path, int descriptor) throws IOException {
        boolean isKept = false;
        try {
            LockedFile file = LockedFile.of(descriptor);
            file.check(path, OwnUser.uid());
            if (!tryLock(library, path, descriptor)) {
                return new Attempt(true, Optional.empty());
            }
            isKept = leadsTo(path, file);
            return new Attempt(
                    isKept, isKept ? Optional.of(new Flock(library, path, file, descriptor)) : Optional.empty());
        } finally {
            if (!isKept) {
                library.close(descriptor);
            }
        }
    }

    private static boolean tryLock(LibC library, Path path, int descriptor) throws IOException {
        try {
            library.flock(descriptor, LibC.LOCK_EX | LibC.LOCK_NB);
            return true;
        } catch (LastErrorException e) {
            if (e.getErrorCode() == LibC.EAGAIN) {
                return false;
            }
            throw new IOException("cannot lock " + path + ": " + e.getMessage(), e);
        }
    }

    private static boolean leadsTo(Path path, LockedFile file) throws IOException {
        try {
            return file.isSame(LockedFile.at(path, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static IOException cannotOpen(Path path, LastErrorException e) {
        if (e.getErrorCode() == LibC.ELOOP || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return LockedFile.notRegular(path);
        }
        return new IOException("cannot open lock file " + path + ": " + e.getMessage() + owner(path), e);
    }

    private static String owner(Path path) {
        try {
            return " (owner " + Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName() + ")";
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns the name in the encoding of the JDK's own file functions, terminated by 0. */
    private static byte[] nativeName(Path path) {
        byte[] name = path.toString().getBytes(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
        return Arrays.copyOf(name, name.length + 1);
    }
}
