/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.Listener;
import io.hcbridge.protocol.health.SocketName;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Answers health requests for the service that embeds it, on a unix socket or a named pipe that is found through the {@value
 * SocketName#FILE_NAME} in the service's directory.
 *
 * <pre>{@code
 * try (HealthServer server = HealthServer.start(() -> database.ping())) {
 *     ...
 * }
 * }</pre>
 *
 * <p>All its threads are daemons; it withdraws when it is closed, or else when the JVM shuts down. Thread-safe.
 */
public final class HealthServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(HealthServer.class.getName());

    private final SocketName name;
    private final Path socket;
    private final Publication publication;
    private final Listener listener;
    private final HealthChecks checks;
    private final Thread shutdownHook = new Thread(this::closeAtShutdown, "health server shutdown");
    private final AtomicBoolean closed = new AtomicBoolean();

    HealthServer(SocketName name, Path socket, Publication publication, Listener listener, HealthChecks checks) {
        this.name = name;
        this.socket = socket;
        this.publication = publication;
        this.listener = listener;
        this.checks = checks;
    }

    /**
     * Starts a server for the service in the working directory, with one check and all defaults.
     *
     * @throws IOException if it cannot listen or publish, or another server answers for this directory
     */
    public static HealthServer start(HealthCheck check) throws IOException {
        return builder().start(check);
    }

    /** Starts with the defaults: working directory, {@code /tmp}, mode 0600, own user and root admitted. */
    public static HealthServerBuilder builder() {
        return new HealthServerBuilder();
    }

    /** The path of the socket, or of the pipe. */
    public Path socket() {
        return socket;
    }

    /** Withdraws, drops whom is still being served and interrupts the checks. */
    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            removeShutdownHook();
            // In the reverse order of the start; each close runs, whatever the others throw.
            try (checks;
                    listener) {
                publication.withdraw(name);
            }
        }
    }

    /** Lets the server be found, and withdrawn at the latest when the JVM shuts down. */
    void publish() throws IOException {
        publication.publish(name);
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    private void closeAtShutdown() {
        try {
            close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "withdrawing the health server", e);
        }
    }

    private void removeShutdownHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shuttingDown) {
            // Then it runs, or has run, and finds the server closed.
        }
    }
}
