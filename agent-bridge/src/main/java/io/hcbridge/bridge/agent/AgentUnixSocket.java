/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.config.SocketAccess;
import io.hcbridge.ipc.internal.unix.BoundSocket;
import io.hcbridge.ipc.internal.unix.SocketClaim;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The unix socket on which agent checks are accepted. Only this process can use the path from {@link #open} to {@link #close}. The socket
 * of a killed bridge is replaced.
 */
final class AgentUnixSocket implements Closeable {
    private final SocketClaim claim;
    private final BoundSocket<Closeable> socket;

    private AgentUnixSocket(SocketClaim claim, BoundSocket<Closeable> socket) {
        this.claim = claim;
        this.socket = socket;
    }

    /**
     * Starts to listen.
     *
     * @throws IOException if another server uses the path, or the socket cannot be created with {@code access}; the message names the path
     *     and the rule
     */
    static AgentUnixSocket open(Path path, SocketAccess access, BoundSocket.Binder<Closeable> binder)
            throws IOException {
        SocketClaim claim = SocketClaim.acquire(path);
        try {
            return new AgentUnixSocket(
                    claim, BoundSocket.bind(path, access.mode(), access.group().orElse(""), binder));
        } catch (IOException | RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    /**
     * Takes over a socket that another bridge has opened. Its path stays as it is.
     *
     * @throws IOException if another server uses the path, or the socket cannot be used
     */
    static AgentUnixSocket adopt(Path path, BoundSocket.Binder<Closeable> binder) throws IOException {
        SocketClaim claim = SocketClaim.adopt(path);
        try {
            return new AgentUnixSocket(claim, BoundSocket.adopt(path, binder.bind(path)));
        } catch (IOException | RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    /** Returns whether the path leads to a socket with this {@link #identity}. */
    static boolean isAt(Path path, String identity) {
        try {
            return BoundSocket.identity(path).equals(identity);
        } catch (IOException e) {
            // Another program has removed it.
            return false;
        }
    }

    /** Identifies the file on this host. */
    String identity() {
        return socket.identity();
    }

    /** Removes the path. Must be called while the socket still listens. */
    void remove() throws IOException {
        socket.remove();
    }

    /** Releases the path for the next server. Must be called after the socket is closed. */
    @Override
    public void close() throws IOException {
        claim.close();
    }
}
