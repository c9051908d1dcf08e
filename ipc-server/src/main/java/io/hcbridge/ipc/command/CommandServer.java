/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.ListenerOptions;
import io.hcbridge.ipc.internal.unix.UnixListener;
import java.io.IOException;
import java.nio.file.Path;

/**
 * HealthResponder commands on a unix socket, for clients of the Go package unixsock and for {@link CommandClient}.
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
 * <p>A message has at most 1 MiB, a reply at most 190 kB, an exchange takes at most 5 s. All its threads are daemons. A socket that
 * a killed server left behind is replaced by the next. Thread-safe.
 */
public final class CommandServer implements AutoCloseable {
    private final Path socket;
    private final UnixListener listener;
    private final Commands commands;

    private CommandServer(Path socket, UnixListener listener, Commands commands) {
        this.socket = socket;
        this.listener = listener;
        this.commands = commands;
    }

    /** Starts with the defaults: mode 0600, the process's own group, 64 connections. */
    public static CommandServerBuilder builder() {
        return new CommandServerBuilder();
    }

    static CommandServer start(ListenerOptions options, Commands commands, PeerSockets sockets) throws IOException {
        StaleSocket.sweep(options.path());
        UnixListener listener =
                UnixListener.listen(sockets, options, connection -> new CommandSession(connection, commands, sockets));
        return new CommandServer(options.path(), listener, commands);
    }

    /** The path of the socket. */
    public Path socket() {
        return socket;
    }

    /** Removes the socket if it is still this server's, drops whom is being served and interrupts the handlers. */
    @Override
    public void close() throws IOException {
        try (commands) {
            listener.close();
        }
    }
}
