/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import io.hcbridge.ipc.internal.LockFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

/**
 * The exclusive use of a socket path by one server. The claim holds a lock on the file {@code <path>.lock}, from before the server
 * listens until after it has closed. The socket of a killed server is removed only under this lock. Thread-safe.
 */
public final class SocketClaim implements Closeable {
    private final LockFile lock;

    private SocketClaim(LockFile lock) {
        this.lock = lock;
    }

    /**
     * Locks the path and removes a dead socket of this user.
     *
     * @throws IOException if another server uses the path, or another file exists there; the message names the path and the rule
     */
    public static SocketClaim acquire(Path path) throws IOException {
        return tryAcquire(path).orElseThrow(() -> inUse(path));
    }

    /**
     * Locks the path like {@link #acquire}.
     *
     * @return empty if another server has locked the path
     * @throws IOException if a server without a lock uses the path, or another file exists there; the message names the path and the rule
     */
    public static Optional<SocketClaim> tryAcquire(Path path) throws IOException {
        UnixSocketPath.address(path);
        UserPrincipal self = TempDirectory.ownUser(path);
        Optional<LockFile> acquired = tryLock(path, self);
        return acquired.isPresent() ? Optional.of(claim(path, self, acquired.get())) : Optional.empty();
    }

    private static SocketClaim claim(Path path, UserPrincipal self, LockFile lock) throws IOException {
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

    /**
     * Locks the path for a socket that listens there already and that this process has taken over.
     *
     * @throws IOException if another server has locked the path; the message names it
     */
    public static SocketClaim adopt(Path path) throws IOException {
        return new SocketClaim(tryLock(path, TempDirectory.ownUser(path)).orElseThrow(() -> inUse(path)));
    }

    /** Releases the path for the next server. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static Optional<LockFile> tryLock(Path path, UserPrincipal self) throws IOException {
        return LockFile.tryAcquire(path.resolveSibling(path.getFileName() + ".lock"), self);
    }

    private static IOException inUse(Path path) {
        return new IOException("socket path " + path + " is in use: another server listens on it");
    }

    private static IOException inTheWay(Path path, ExistingSocket existing) throws IOException {
        return switch (existing.state()) {
            case LIVE, BUSY -> inUse(path);
            case NOT_A_SOCKET ->
                new IOException("socket path " + path + " exists and is not a socket; choose another path");
            case MISSING, DEAD, FORBIDDEN ->
                new IOException("socket path " + path + " exists and belongs to user "
                        + existing.owner().getName() + "; remove it if no server of that user is running");
        };
    }
}
