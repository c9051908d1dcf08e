/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.check.Check;
import io.hcbridge.ipc.check.HealthCheck;
import io.hcbridge.ipc.check.HealthRegistry;
import io.hcbridge.ipc.internal.SystemRandom;
import io.hcbridge.ipc.internal.system.SystemTransport;
import io.hcbridge.ipc.internal.transport.Listener;
import io.hcbridge.ipc.internal.transport.ListenerOptions;
import io.hcbridge.ipc.internal.transport.Transport;
import io.hcbridge.protocol.health.SocketName;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Configures and starts a {@link HealthServer}. Not thread-safe. */
public final class HealthServerBuilder {
    private final Map<String, Check> checks = new LinkedHashMap<>();
    private final Set<ReportGroup> reportGroups = new LinkedHashSet<>();
    private final Set<String> users = new HashSet<>();
    private final Set<String> goUsers = new HashSet<>();
    private Path directory = Path.of("");
    private Path socketDirectory = HealthClient.DEFAULT_SOCKET_DIRECTORY;
    private Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rw-------");
    private String group = "";
    private Duration checkTimeout = Duration.ofSeconds(8);
    private HealthSession.ReadTimeouts readTimeouts = HealthSession.ReadTimeouts.DEFAULT;
    private int maxConnections = 1024;
    private boolean takeOver;
    private Transport transport = SystemTransport.get();
    private Duration drainAtShutdown = Duration.ZERO;
    private MonotonicTime time = MonotonicTime.SYSTEM;

    HealthServerBuilder() {}

    /** Sets the service's directory, where {@value SocketName#FILE_NAME} is written. Default: the working directory. */
    public HealthServerBuilder directory(Path newDirectory) {
        directory = newDirectory;
        return this;
    }

    /** Sets the directory of the socket. Default: {@code /tmp}, the only directory where Go clients search. */
    public HealthServerBuilder socketDirectory(Path newSocketDirectory) {
        socketDirectory = newSocketDirectory;
        return this;
    }

    /** Sets the socket's mode, for example {@code rw-rw----}. A client needs write permission. Default: {@code rw-------}. */
    public HealthServerBuilder mode(String newMode) {
        mode = PosixFilePermissions.fromString(newMode);
        return this;
    }

    /** Sets the socket's group, by name. Default: the group of the process. */
    public HealthServerBuilder group(String newGroup) {
        group = newGroup;
        return this;
    }

    /**
     * Admits a user, by name or number, in addition to root and the user of the process. {@link #mode} must also permit this user to
     * connect.
     */
    public HealthServerBuilder admit(String user) {
        users.add(user);
        return this;
    }

    /**
     * Admits a user whose clients use the Go module. On Windows, Go clients need an additional right, with which they can impersonate
     * the server: admit only users that you trust. On other systems, this is the same as {@link #admit}.
     */
    public HealthServerBuilder admitGoClient(String user) {
        goUsers.add(user);
        return this;
    }

    /**
     * Sets the time limit of each check that is given to this builder, 1 ms to 1 day. Default: 8 s, because a Go client waits for 10 s. After
     * the limit, clients receive the names of the checks that are still running. A registry has a limit for each check.
     */
    public HealthServerBuilder checkTimeout(Duration newTimeout) {
        if (newTimeout.compareTo(Duration.ofMillis(1)) < 0 || newTimeout.compareTo(HealthClient.MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("check timeout: " + newTimeout + " must be 1 ms to 1 day");
        }
        checkTimeout = newTimeout;
        return this;
    }

    /** Sets the maximum number of connections, at least 1. Default: 1024. At the limit, a new client replaces the longest idle one. */
    public HealthServerBuilder maxConnections(int newMaximum) {
        if (newMaximum < 1) {
            throw new IllegalArgumentException("max connections: " + newMaximum + " must be at least 1");
        }
        maxConnections = newMaximum;
        return this;
    }

    /** Sets whether to replace a server that still listens for this directory. Default: false, the start fails in this case. */
    public HealthServerBuilder takeOver(boolean newTakeOver) {
        takeOver = newTakeOver;
        return this;
    }

    /**
     * Sets the limit of the {@link HealthServer#close(Duration)} that runs when the JVM shuts down. Default: 0, the server closes at
     * once. Has no effect if the server was closed before.
     *
     * <p>Shutdown hooks run in parallel. A hook that stops the rest of the service must first call {@code close} with the same limit.
     * That call returns when the server has closed.
     */
    public HealthServerBuilder drainAtShutdown(Duration atMost) {
        drainAtShutdown = HealthServer.requireLimit(atMost);
        return this;
    }

    /**
     * Adds a critical check. Its text is sent with the prefix {@code NAME: }. A {@link HealthRegistry} has checks with more settings.
     *
     * @param name 1 to 64 letters, digits, dots, dashes and underscores; must be unique
     */
    public HealthServerBuilder check(String name, HealthCheck check) {
        if (checks.putIfAbsent(name, Check.critical(name, check)) != null) {
            throw new IllegalArgumentException("check name '" + name + "' is already used");
        }
        return this;
    }

    /**
     * Adds groups of bridges to which the server pushes reports: when its state or its health changes, and regularly. The bridge then answers
     * HAProxy from memory. Its target must be of the kind {@code push}. The checks run every second. Needs a thread for each group, and
     * another one for its connection.
     */
    public HealthServerBuilder pushTo(ReportGroup... newGroups) {
        reportGroups.addAll(List.of(newGroups));
        return this;
    }

    /** Starts with a single check. Its text is sent without a prefix. */
    public HealthServer start(HealthCheck check) throws IOException {
        requireNoNamedChecks("check");
        return start(List.of(Check.service(check)));
    }

    /** Starts with the checks of a registry. The server does not close the registry. */
    public HealthServer start(HealthRegistry registry) throws IOException {
        requireNoNamedChecks("registry");
        return start(registry, null);
    }

    /**
     * Starts with the named checks.
     *
     * @throws IOException if it cannot listen or write the file, or if another server listens for this directory
     */
    public HealthServer start() throws IOException {
        if (checks.isEmpty()) {
            throw new IllegalStateException("a health server needs at least one check");
        }
        return start(checks.values());
    }

    /** Sets the transport. For tests of a transport that this system does not have. */
    HealthServerBuilder transport(Transport newTransport) {
        transport = newTransport;
        return this;
    }

    /** Sets the read timeouts. For tests. */
    HealthServerBuilder readTimeouts(HealthSession.ReadTimeouts newTimeouts) {
        readTimeouts = newTimeouts;
        return this;
    }

    /** Sets the clock. For tests. */
    HealthServerBuilder time(MonotonicTime newTime) {
        time = newTime;
        return this;
    }

    private void requireNoNamedChecks(String argument) {
        if (!checks.isEmpty()) {
            throw new IllegalStateException("start(" + argument + ") must not be combined with named checks "
                    + checks.keySet() + "; use start()");
        }
    }

    private HealthServer start(Iterable<Check> named) throws IOException {
        HealthRegistry registry = new HealthRegistry();
        try {
            named.forEach(check -> registry.add(check.timeout(checkTimeout)));
            return start(registry, registry);
        } catch (IOException | RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    private HealthServer start(HealthRegistry registry, @Nullable HealthRegistry ownRegistry) throws IOException {
        Path absolute = directory.toAbsolutePath();
        new PreviousServer(transport, absolute, socketDirectory).clear(takeOver);
        SocketName name = SocketName.random(new SystemRandom());
        Path socket = transport.address(socketDirectory, name.text());
        HealthResponder responder = new HealthResponder(registry, time);
        Listener listener = transport.listen(
                new ListenerOptions(socket, mode, group, users, goUsers, maxConnections),
                connection -> new HealthSession(connection, responder, readTimeouts));
        HealthServer server = new HealthServer(
                name, socket, new SocketFileWriter(absolute), listener, ownRegistry, responder, drainAtShutdown);
        try {
            server.publish();
            server.pushTo(reportGroups.toArray(new ReportGroup[0]));
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }
}
