/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.config.SocketAccess;
import io.hcbridge.ipc.internal.unix.BoundSocket;
import io.hcbridge.ipc.internal.unix.SocketClaim;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The path of a unix socket on which checks are accepted. It is this process's alone from {@link #open} to {@link #close}; a socket that
 * a killed bridge has left is replaced.
 */
final class UnixEndpoint implements Closeable {
    private final SocketClaim claim;
    private final BoundSocket<Closeable> socket;

    private UnixEndpoint(SocketClaim claim, BoundSocket<Closeable> socket) {
        this.claim = claim;
        this.socket = socket;
    }

    /**
     * Listens.
     *
     * @throws IOException naming the path and the rule, if another server has the path or it cannot be made as {@code access} asks
     */
    static UnixEndpoint open(Path path, SocketAccess access, BoundSocket.Binder<Closeable> binder) throws IOException {
        SocketClaim claim = SocketClaim.acquire(path);
        try {
            return new UnixEndpoint(
                    claim, BoundSocket.bind(path, access.mode(), access.group().orElse(""), binder));
        } catch (IOException | RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    /** Removes the path, which must be done while the socket still listens. */
    void remove() throws IOException {
        socket.remove();
    }

    /** Gives the path to the next server, after the socket has closed. */
    @Override
    public void close() throws IOException {
        claim.close();
    }
}
