/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.ListenerOptions;
import io.hcbridge.ipc.internal.unix.SocketClaim;
import io.hcbridge.ipc.internal.unix.UnixListener;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Answers commands on a unix socket, for clients of the Go package unixsock and for {@link CommandClient}.
 *
 * <pre>{@code
 * try (CommandServer server = CommandServer.builder()
 *         .path(Path.of("/run/orders/admin.sock"))
 *         .mode("rw-rw----")
 *         .handler("flush", call -> orders.flush(call.text("queue").orElse("all")))
 *         .start()) {
 *     ...
 * }
 * }</pre>
 *
 * <p>A request has at most 1 MiB, or {@link CommandServerBuilder#maxRequestBytes}; a reply has at most 190 kB. A request has to
 * arrive within 5 s, and a handler has 4.5 s for it. All its threads are daemons.
 *
 * <p>A server keeps the file {@code <socket>.lock} locked, so that of several that start at once one wins. It replaces a socket
 * that a killed server of the same user has left. Thread-safe.
 */
public final class CommandServer implements AutoCloseable {
    private final Path socket;
    private final SocketClaim claim;
    private final UnixListener listener;
    private final Admission admission;
    private final Commands commands;

    private CommandServer(
            Path socket, SocketClaim claim, UnixListener listener, Admission admission, Commands commands) {
        this.socket = socket;
        this.claim = claim;
        this.listener = listener;
        this.admission = admission;
        this.commands = commands;
    }

    /** Starts with the defaults: mode 0600, the process's own group, 64 connections. */
    public static CommandServerBuilder builder() {
        return new CommandServerBuilder();
    }

    static CommandServer start(ListenerOptions options, Commands commands, PeerSockets sockets, AdmissionRule rule)
            throws IOException {
        SocketClaim claim = SocketClaim.acquire(options.path());
        Admission admission = new Admission(sockets, rule);
        try {
            UnixListener listener = UnixListener.listen(
                    sockets, options, connection -> new CommandSession(connection, admission, commands));
            return new CommandServer(options.path(), claim, listener, admission, commands);
        } catch (IOException | RuntimeException | Error e) {
            claim.close();
            throw e;
        }
    }

    /** The path of the socket. */
    public Path socket() {
        return socket;
    }

    /** Removes the socket if it is still this server's, closes all connections and interrupts the handlers. */
    @Override
    public void close() throws IOException {
        // In the reverse order of the start; each close runs, whatever the others throw.
        try (claim;
                commands;
                admission) {
            listener.close();
        }
    }
}
