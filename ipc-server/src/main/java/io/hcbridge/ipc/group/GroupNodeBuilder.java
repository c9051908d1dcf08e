/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.ipc.Peer;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Configures and starts a {@link GroupNode}. Not thread-safe. */
public final class GroupNodeBuilder {
    private GroupFiles files;
    private GroupMode mode = GroupMode.DUAL;
    private @Nullable GroupHandler handler;
    private GroupListener listener = (event, detail) -> {};
    private Set<PosixFilePermission> socketMode = PosixFilePermissions.fromString("rw-------");
    private String socketGroup = "";
    private @Nullable Predicate<Peer> admission;
    private final Set<String> masterUsers = new HashSet<>();
    private Duration requestTimeout = Duration.ofSeconds(5);
    private Duration handlerTimeout = Duration.ofMillis(2900);
    private boolean repeats = true;
    private int maxConnections = 64;
    private int maxQueued = 64;

    GroupNodeBuilder(String group) {
        files = GroupFiles.inDefaultDirectory(group);
    }

    /** Sets what the node does. Default: {@link GroupMode#DUAL}. */
    public GroupNodeBuilder mode(GroupMode newMode) {
        mode = newMode;
        return this;
    }

    /**
     * Sets the directory of the lock file and the socket. Default: {@code /tmp}, where Go programs have theirs. The directory must be the
     * same for all members. Another user must not be able to create these files first, so prefer a directory of the group's own.
     */
    public GroupNodeBuilder directory(Path newDirectory) {
        files = new GroupFiles(files.group(), newDirectory);
        return this;
    }

    /** Sets the handler of requests. Required unless the node is a client, which has none. */
    public GroupNodeBuilder handler(GroupHandler newHandler) {
        handler = newHandler;
        return this;
    }

    /** Sets the listener. Default: none. */
    public GroupNodeBuilder listener(GroupListener newListener) {
        listener = newListener;
        return this;
    }

    /** Sets the mode of the master's socket, for example {@code rw-rw----}. A client needs write permission. Default: {@code rw-------}. */
    public GroupNodeBuilder socketMode(String newMode) {
        socketMode = PosixFilePermissions.fromString(newMode);
        return this;
    }

    /** Sets the unix group of the master's socket, by name. Default: the group of the process. */
    public GroupNodeBuilder socketGroup(String newGroup) {
        socketGroup = newGroup;
        return this;
    }

    /**
     * Sets which clients this node serves as a master, of those that have write permission on the socket. Default: those of the user of
     * this process and of root. The rule is applied when a client connects, before the master reads from it. On Windows the pipe admits
     * only the user of this process, the system and administrators, and the rule is not used.
     */
    public GroupNodeBuilder admit(Predicate<Peer> newRule) {
        admission = newRule;
        return this;
    }

    /** Adds a user, by name or number, whose masters this node trusts. Default: the user of this process and root. */
    public GroupNodeBuilder masterUser(String user) {
        masterUsers.add(user);
        return this;
    }

    /** Sets the time limit of a request, at least 1 ms. Default: 5 s. */
    public GroupNodeBuilder requestTimeout(Duration newTimeout) {
        requestTimeout = positive("request timeout", newTimeout);
        return this;
    }

    /** Sets the time from the arrival of a request to its response, at least 1 ms. Default: 2.9 s, because a Go client waits for 3 s. */
    public GroupNodeBuilder handlerTimeout(Duration newTimeout) {
        handlerTimeout = positive("handler timeout", newTimeout);
        return this;
    }

    /**
     * Sets whether a request is sent again if the master ended before it replied. Then a handler may receive a request twice. A master of
     * this project learns that, a Go master does not. Default: true. With false, such a request fails, and the error says so.
     */
    public GroupNodeBuilder repeatRequests(boolean newRepeats) {
        repeats = newRepeats;
        return this;
    }

    /** Sets the maximum number of clients of a master, at least 1. Default: 64. At the limit, a new client replaces the longest idle one. */
    public GroupNodeBuilder maxConnections(int newMaximum) {
        maxConnections = atLeastOne("max connections", newMaximum);
        return this;
    }

    /** Sets the maximum number of requests of this node that wait for their turn, at least 1. Default: 64. */
    public GroupNodeBuilder maxQueued(int newMaximum) {
        maxQueued = atLeastOne("max queued", newMaximum);
        return this;
    }

    /**
     * Starts the node. It is connected, or elected, soon afterwards.
     *
     * @throws IOException if this system cannot have groups
     * @throws IllegalStateException if the handler is missing, a client has one, or JNA is needed and not on the class path
     */
    public GroupNode start() throws IOException {
        return GroupNode.start(new GroupSettings(
                files,
                mode,
                Optional.ofNullable(handler),
                listener,
                socketMode,
                socketGroup,
                Optional.ofNullable(admission),
                masterUsers,
                requestTimeout,
                handlerTimeout,
                repeats,
                maxConnections,
                maxQueued));
    }

    private static Duration positive(String name, Duration time) {
        if (time.toMillis() < 1) {
            throw new IllegalArgumentException(name + ": " + time + " must be at least 1 ms");
        }
        return time;
    }

    private static int atLeastOne(String name, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(name + ": " + number + " must be at least 1");
        }
        return number;
    }
}
