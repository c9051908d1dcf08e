/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.ListenerOptions;
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
 * arrive within 5 s, and a handler has 4.5 s for it. All its threads are daemons. A socket that
 * a killed server left behind is replaced by the next. Thread-safe.
 */
public final class CommandServer implements AutoCloseable {
    private final Path socket;
    private final UnixListener listener;
    private final Admission admission;
    private final Commands commands;

    private CommandServer(Path socket, UnixListener listener, Admission admission, Commands commands) {
        this.socket = socket;
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
        StaleSocket.sweep(options.path());
        Admission admission = new Admission(sockets, rule);
        UnixListener listener = UnixListener.listen(
                sockets, options, connection -> new CommandSession(connection, admission, commands));
        return new CommandServer(options.path(), listener, admission, commands);
    }

    /** The path of the socket. */
    public Path socket() {
        return socket;
    }

    /** Removes the socket if it is still this server's, closes all connections and interrupts the handlers. */
    @Override
    public void close() throws IOException {
        try (commands;
                admission) {
            listener.close();
        }
    }
}
