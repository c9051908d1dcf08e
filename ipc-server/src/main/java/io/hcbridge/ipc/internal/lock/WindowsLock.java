/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.lock;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A lock of Windows on an open file. Windows does not replace the file while it is open. */
final class WindowsLock implements ElectionLock {
    private final FileChannel channel;

    private WindowsLock(FileChannel channel) {
        this.channel = channel;
    }

    static Optional<ElectionLock> tryAcquire(Path path) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw new IOException("directory " + path.toAbsolutePath().getParent() + " does not exist", e);
        }
        try {
            if (tryLock(channel) != null) {
                return Optional.of(new WindowsLock(channel));
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    @Override
    public boolean isReplaced() {
        return false;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Windows has released the lock with the handle.
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another object of this process holds it.
            return null;
        }
    }
}
