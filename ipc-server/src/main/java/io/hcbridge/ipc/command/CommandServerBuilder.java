/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.ListenerOptions;
import io.hcbridge.ipc.internal.peer.PeerSockets;
import io.hcbridge.ipc.internal.unix.UnixListener;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Configures and starts a {@link CommandServer}. Not thread-safe. */
public final class CommandServerBuilder {
    private final TreeMap<String, CommandHandler> handlers = new TreeMap<>();
    private @Nullable Path path;
    private Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rw-------");
    private String group = "";
    private int maxConnections = 64;
    private CommandLimits limits = CommandLimits.DEFAULT;
    private AdmissionRule rule = peer -> {};
    private @Nullable PeerSockets sockets;

    CommandServerBuilder() {}

    /** Sets the socket's path, at most 107 bytes. Required. */
    public CommandServerBuilder path(Path newPath) {
        path = newPath;
        return this;
    }

    /** Sets the socket's mode, for example {@code rw-rw----}. A client needs write permission. Default: {@code rw-------}. */
    public CommandServerBuilder mode(String newMode) {
        mode = PosixFilePermissions.fromString(newMode);
        return this;
    }

    /** Sets the socket's group, by name. Default: the group of the process. */
    public CommandServerBuilder group(String newGroup) {
        group = newGroup;
        return this;
    }

    /** Sets the maximum number of connections, at least 1. Default: 64. At the limit, a new client replaces the longest idle one. */
    public CommandServerBuilder maxConnections(int newMaximum) {
        if (newMaximum < 1) {
            throw new IllegalArgumentException("max connections: " + newMaximum + " must be at least 1");
        }
        maxConnections = newMaximum;
        return this;
    }

    /** Sets the longest JSON of one request, 1 byte to 1 MiB. Default: 1 MiB. The client of a longer one receives an error. */
    public CommandServerBuilder maxRequestBytes(int newMaximum) {
        limits = limits.withMaxRequestBytes(newMaximum);
        return this;
    }

    /**
     * Sets the rule for clients that have write permission on the socket. Default: all of them are admitted. The rule is applied when
     * a client connects, before the server reads from it.
     */
    public CommandServerBuilder admit(AdmissionRule newRule) {
        rule = newRule;
        return this;
    }

    /** Adds a command. Its name must be unique. */
    public CommandServerBuilder handler(String command, CommandHandler handler) {
        if (handlers.putIfAbsent(command, handler) != null) {
            throw new IllegalArgumentException("command '" + command + "' already has a handler");
        }
        return this;
    }

    /**
     * Starts the server.
     *
     * @throws IOException if it cannot listen on the path, or another server listens there; the message names the path and the rule
     * @throws IllegalStateException if no path is set, or Jackson is not on the class path
     */
    public CommandServer start() throws IOException {
        if (path == null) {
            throw new IllegalStateException("path: must be set");
        }
        Jackson.require();
        ListenerOptions options =
                new ListenerOptions(path, mode, group, Set.of(UnixListener.ANYONE), Set.of(), maxConnections);
        return CommandServer.start(
                options, new Commands(handlers, limits), sockets == null ? PeerSockets.best() : sockets, rule);
    }

    /** Sets the limits. For tests. */
    CommandServerBuilder limits(CommandLimits newLimits) {
        limits = newLimits;
        return this;
    }

    /** Sets the socket library. For tests of a library that {@link PeerSockets#best} would not choose. */
    CommandServerBuilder sockets(PeerSockets newSockets) {
        sockets = newSockets;
        return this;
    }
}
