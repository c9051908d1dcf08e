/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.lock;

import io.hcbridge.ipc.internal.system.SystemTransport;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The lock on a file that at most one process holds. The kernel releases it when the process ends, however it ends. Thread-safe.
 *
 * <p>On Linux it is {@code flock(2)}, which also excludes Go programs that use {@code gofrs/flock}. It belongs to this object, so two
 * objects of one process exclude each other, too. A program that this process starts does not inherit it. On Windows it is an exclusive
 * lock on the opened file.
 *
 * <p>The file is never removed. If it were, one process could lock the removed file and another one a new file at the same path.
 */
public interface ElectionLock extends Closeable {
    /**
     * Checks that this system has such locks. Call it once before {@link #tryAcquire}.
     *
     * @throws IOException if it has none, or the native part of JNA cannot be loaded
     * @throws IllegalStateException if JNA is needed and not on the class path; the message names the library
     */
    static void requireSupport() throws IOException {
        if (!SystemTransport.hasPipes()) {
            Jna.require();
            LibC.load();
        }
    }

    /**
     * Creates the file with mode 0600, unless it exists, and tries to lock it. Does not wait. A caller that wants the lock calls it
     * again later; each call opens the file anew, so it follows a file that was replaced.
     *
     * @return the lock; empty if another process, or another object of this process, holds it
     * @throws IOException if the file cannot be created or opened, is not a regular file, or its owner is neither the user of this
     *     process nor root; the message names the file and the rule
     */
    static Optional<ElectionLock> tryAcquire(Path path) throws IOException {
        if (SystemTransport.hasPipes()) {
            return WindowsLock.tryAcquire(path);
        }
        return Flock.tryAcquire(path);
    }

    /**
     * Returns whether the path no longer leads to the locked file, because it was removed or replaced. Then another process may hold a
     * lock on the new file, and this one no longer proves anything.
     *
     * @throws IOException if the path cannot be inspected
     */
    boolean isReplaced() throws IOException;

    /** Releases the lock. The file remains. A second call has no effect. */
    @Override
    void close();
}
