/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.Listener;
import io.hcbridge.ipc.ListenerOptions;
import io.hcbridge.ipc.Transport;
import io.hcbridge.ipc.internal.system.SystemTransport;
import io.hcbridge.protocol.health.SocketName;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Configures and starts a {@link HealthServer}. Belongs to one thread. */
public final class HealthServerBuilder {
    private static final Pattern CHECK_NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Map<String, HealthCheck> checks = new LinkedHashMap<>();
    private final Set<String> users = new HashSet<>();
    private final Set<String> goUsers = new HashSet<>();
    private Path directory = Path.of("");
    private Path socketDirectory = HealthClient.DEFAULT_SOCKET_DIRECTORY;
    private Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rw-------");
    private String group = "";
    private Duration checkTimeout = Duration.ofSeconds(8);
    private HealthSession.Patience patience = HealthSession.Patience.DEFAULT;
    private int maxConnections = 1024;
    private boolean takeOver;
    private Transport transport = SystemTransport.get();
    private Duration drainAtShutdown = Duration.ZERO;
    private MonotonicTime time = MonotonicTime.SYSTEM;

    HealthServerBuilder() {}

    /** The service's directory, where {@value SocketName#FILE_NAME} is written; the working directory by default. */
    public HealthServerBuilder directory(Path newDirectory) {
        directory = newDirectory;
        return this;
    }

    /** The directory of the socket; {@code /tmp} by default, where Go clients look for it. */
    public HealthServerBuilder socketDirectory(Path newSocketDirectory) {
        socketDirectory = newSocketDirectory;
        return this;
    }

    /** The socket's mode, such as {@code rw-rw----}; {@code rw-------} by default. Users with the right to write may connect. */
    public HealthServerBuilder mode(String newMode) {
        mode = PosixFilePermissions.fromString(newMode);
        return this;
    }

    /** The name of the socket's group; the group of the process by default. */
    public HealthServerBuilder group(String newGroup) {
        group = newGroup;
        return this;
    }

    /** Admits a user, by name or number, beside root and the user of the process; {@link #mode} must let that user connect, too. */
    public HealthServerBuilder admit(String user) {
        users.add(user);
        return this;
    }

    /**
     * Admits a user whose clients use the Go module. On Windows they need more rights, with which they can pose as the server, so name
     * only users whom you trust with that. On other systems it is the same as {@link #admit}.
     */
    public HealthServerBuilder admitGoClient(String user) {
        goUsers.add(user);
        return this;
    }

    /**
     * Time limit for all checks together, 1 ms to 1 day; 8 s by default. After it, clients receive the names of the checks that still
     * run. A Go client waits for 10 s.
     */
    public HealthServerBuilder checkTimeout(Duration newTimeout) {
        if (newTimeout.compareTo(Duration.ofMillis(1)) < 0 || newTimeout.compareTo(HealthClient.MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("check timeout: " + newTimeout + " must be 1 ms to 1 day");
        }
        checkTimeout = newTimeout;
        return this;
    }

    /** Maximum number of connections, at least 1; 1024 by default. A further client replaces the one that has been idle longest. */
    public HealthServerBuilder maxConnections(int newMaximum) {
        if (newMaximum < 1) {
            throw new IllegalArgumentException("max connections: " + newMaximum + " must be at least 1");
        }
        maxConnections = newMaximum;
        return this;
    }

    /** Whether to replace a server that still listens for this directory; by default the start fails then. */
    public HealthServerBuilder takeOver(boolean newTakeOver) {
        takeOver = newTakeOver;
        return this;
    }

    /**
     * Limit for {@link HealthServer#close(Duration)}, which runs when the JVM shuts down, unless the server is closed before; 0 by
     * default, which closes at once.
     *
     * <p>Shutdown hooks run in parallel. A hook that ends the rest of the service must call {@code close} with the same limit first,
     * which returns when the server has closed.
     */
    public HealthServerBuilder drainAtShutdown(Duration atMost) {
        drainAtShutdown = HealthServer.requireLimit(atMost);
        return this;
    }

    /**
     * Adds a check. Its name is put before its text.
     *
     * @param name 1 to 64 letters, digits, dots, dashes and underscores, used once
     */
    public HealthServerBuilder check(String name, HealthCheck check) {
        if (!CHECK_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("check name '" + name + "' must match " + CHECK_NAME);
        }
        if (checks.putIfAbsent(name, check) != null) {
            throw new IllegalArgumentException("check name '" + name + "' is taken");
        }
        return this;
    }

    /** Starts with one check, whose text is sent without a name. */
    public HealthServer start(HealthCheck check) throws IOException {
        if (!checks.isEmpty()) {
            throw new IllegalStateException("a check without a name cannot be added to those named " + checks.keySet());
        }
        return start(Map.of("", check));
    }

    /**
     * Starts with the named checks.
     *
     * @throws IOException if it cannot listen or write the file, or another server listens for this directory
     */
    public HealthServer start() throws IOException {
        if (checks.isEmpty()) {
            throw new IllegalStateException("a health server needs at least one check");
        }
        return start(checks);
    }

    /** For tests of transports that this system does not have. */
    HealthServerBuilder transport(Transport newTransport) {
        transport = newTransport;
        return this;
    }

    /** For tests with shorter limits. */
    HealthServerBuilder patience(HealthSession.Patience newPatience) {
        patience = newPatience;
        return this;
    }

    /** For tests with a clock of their own. */
    HealthServerBuilder time(MonotonicTime newTime) {
        time = newTime;
        return this;
    }

    private HealthServer start(Map<String, HealthCheck> named) throws IOException {
        Path absolute = directory.toAbsolutePath();
        new Predecessor(transport, absolute, socketDirectory).clear(takeOver);
        SocketName name = SocketName.random(new SecureRandom());
        Path socket = transport.address(socketDirectory, name.text());
        HealthChecks healthChecks = new HealthChecks(named, checkTimeout);
        HealthResponder responder = new HealthResponder(healthChecks, time);
        Listener listener = transport.listen(
                new ListenerOptions(socket, mode, group, users, goUsers, maxConnections),
                connection -> new HealthSession(connection, responder, patience));
        HealthServer server = new HealthServer(
                name, socket, new SocketFileWriter(absolute), listener, healthChecks, responder, drainAtShutdown);
        try {
            server.publish();
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }
}
