/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.ListenerOptions;
import io.hcbridge.ipc.Peer;
import io.hcbridge.ipc.internal.peer.PeerAdmission;
import io.hcbridge.ipc.internal.peer.PeerSockets;
import io.hcbridge.ipc.internal.unix.SocketClaim;
import io.hcbridge.ipc.internal.unix.UnixListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Serves commands on a unix socket. Clients use {@link CommandClient} or the Go package unixsock.
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
 * <p>A request has at most 1 MiB, or {@link CommandServerBuilder#maxRequestBytes}. A reply has at most 190 kB. A request must
 * arrive within 5 s. A handler must return within 4.5 s. All threads of the server are daemons.
 *
 * <p>A server holds a lock on the file {@code <socket>.lock}. If several servers start at the same time, only one can listen. A
 * server replaces the socket of a killed server of the same user. Thread-safe.
 */
public final class CommandServer implements AutoCloseable {
    private final Path socket;
    private final SocketClaim claim;
    private final UnixListener listener;
    private final PeerAdmission admission;
    private final Commands commands;

    private CommandServer(
            Path socket, SocketClaim claim, UnixListener listener, PeerAdmission admission, Commands commands) {
        this.socket = socket;
        this.claim = claim;
        this.listener = listener;
        this.admission = admission;
        this.commands = commands;
    }

    /** Returns a builder with the defaults: mode 0600, the group of the process, 64 connections. */
    public static CommandServerBuilder builder() {
        return new CommandServerBuilder();
    }

    static CommandServer start(ListenerOptions options, Commands commands, PeerSockets sockets, AdmissionRule rule)
            throws IOException {
        SocketClaim claim = SocketClaim.acquire(options.path());
        PeerAdmission admission = new PeerAdmission("command server", sockets, peer -> refusal(rule, peer));
        try {
            UnixListener listener = UnixListener.listen(
                    sockets, options, connection -> new CommandSession(connection, admission, commands));
            return new CommandServer(options.path(), claim, listener, admission, commands);
        } catch (IOException | RuntimeException | Error e) {
            claim.close();
            throw e;
        }
    }

    private static Optional<String> refusal(AdmissionRule rule, Peer peer) {
        try {
            rule.check(peer);
            return Optional.empty();
        } catch (CommandException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Returns the path of the socket. */
    public Path socket() {
        return socket;
    }

    /** Removes the socket if it still belongs to this server, closes all connections and interrupts the handlers. */
    @Override
    public void close() throws IOException {
        // Closes in the reverse order of the start. Every close runs, even if another one throws.
        try (claim;
                commands;
                admission) {
            listener.close();
        }
    }
}
