/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import io.hcbridge.ipc.internal.LockFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/**
 * A server's right to a socket's path, from before it listens until after it has closed. One server at a time has it: the file
 * {@code <path>.lock} is locked meanwhile. Only under this lock is a socket removed that a killed server has left. Thread-safe.
 */
public final class SocketClaim implements Closeable {
    private final LockFile lock;

    private SocketClaim(LockFile lock) {
        this.lock = lock;
    }

    /**
     * Locks the path and clears it of a dead socket of this user.
     *
     * @throws IOException naming the path and the rule, if another server has the path, or something else is in the way
     */
    public static SocketClaim acquire(Path path) throws IOException {
        UnixSocketPath.address(path);
        UserPrincipal self = TempDirectory.ownUser(path);
        LockFile lock = LockFile.tryAcquire(path.resolveSibling(path.getFileName() + ".lock"), self)
                .orElseThrow(() -> inUse(path));
        try (ExistingSocket existing = ExistingSocket.inspect(path)) {
            if (!existing.removeIfStale(self)) {
                throw inTheWay(path, existing);
            }
            return new SocketClaim(lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Gives the path to the next server. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static IOException inUse(Path path) {
        return new IOException("socket path " + path + " is in use: another server listens there");
    }

    private static IOException inTheWay(Path path, ExistingSocket existing) throws IOException {
        return switch (existing.state()) {
            case LIVE, BUSY -> inUse(path);
            case NOT_A_SOCKET -> new IOException("socket path " + path + " is taken by something that is no socket");
            case MISSING, DEAD, FORBIDDEN ->
                new IOException("socket path " + path + " is taken by a socket of user "
                        + existing.owner().getName() + "; remove it when no server of that user runs");
        };
    }
}
