/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.ListenerOptions;
import io.hcbridge.ipc.internal.unix.UnixListener;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Configures and starts a {@link CommandServer}. Belongs to one thread. */
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

    /** The socket's path, at most 107 bytes; must be set. */
    public CommandServerBuilder path(Path newPath) {
        path = newPath;
        return this;
    }

    /** The socket's mode, such as {@code rw-rw----}; {@code rw-------} by default. Users with the right to write may connect. */
    public CommandServerBuilder mode(String newMode) {
        mode = PosixFilePermissions.fromString(newMode);
        return this;
    }

    /** The name of the socket's group; the group of the process by default. */
    public CommandServerBuilder group(String newGroup) {
        group = newGroup;
        return this;
    }

    /** Maximum number of connections, at least 1; 64 by default. A further client replaces the one that has been idle longest. */
    public CommandServerBuilder maxConnections(int newMaximum) {
        if (newMaximum < 1) {
            throw new IllegalArgumentException("max connections: " + newMaximum + " must be at least 1");
        }
        maxConnections = newMaximum;
        return this;
    }

    /** The longest JSON of one request, 1 byte to 1 MiB; 1 MiB by default. A longer one is answered with an error. */
    public CommandServerBuilder maxRequestBytes(int newMaximum) {
        limits = limits.withMaxRequestBytes(newMaximum);
        return this;
    }

    /**
     * Who may use the server, beside the right to write to the socket; by default everyone who has that. The rule is checked
     * when a client connects, before anything is read from it.
     */
    public CommandServerBuilder admit(AdmissionRule newRule) {
        rule = newRule;
        return this;
    }

    /** Adds a command; each name is used once. */
    public CommandServerBuilder handler(String command, CommandHandler handler) {
        if (handlers.putIfAbsent(command, handler) != null) {
            throw new IllegalArgumentException("command '" + command + "' has a handler already");
        }
        return this;
    }

    /**
     * Starts the server.
     *
     * @throws IOException naming the path and the rule, if it cannot listen there or another server listens there
     * @throws IllegalStateException if no path is set, or Jackson is not on the class path
     */
    public CommandServer start() throws IOException {
        if (path == null) {
            throw new IllegalStateException("a command server needs a path");
        }
        Jackson.require();
        ListenerOptions options =
                new ListenerOptions(path, mode, group, Set.of(UnixListener.ANYONE), Set.of(), maxConnections);
        return CommandServer.start(
                options, new Commands(handlers, limits), sockets == null ? PeerSockets.best() : sockets, rule);
    }

    /** For tests with shorter limits. */
    CommandServerBuilder limits(CommandLimits newLimits) {
        limits = newLimits;
        return this;
    }

    /** For tests of the library that would not be chosen here. */
    CommandServerBuilder sockets(PeerSockets newSockets) {
        sockets = newSockets;
        return this;
    }
}
