/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.Listener;
import io.hcbridge.ipc.health.ServiceState.State;
import io.hcbridge.protocol.health.SocketName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Answers health requests for the service that embeds it, on a unix socket or a named pipe. Clients find it through the {@value
 * SocketName#FILE_NAME} in the service's directory.
 *
 * <pre>{@code
 * try (HealthServer server = HealthServer.start(() -> database.ping())) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Beside its checks, a service may ask for no more traffic ({@link #drain}, {@link #maint}, {@link #stopped}, until {@link
 * #ready}), or for less of it ({@link #weight}, {@link #maxConnections}). Clients of {@code status} receive that; the reply to a
 * {@code ping} depends on {@code stopped} alone.
 *
 * <p>All its threads are daemons. It closes at the latest when the JVM shuts down. Thread-safe.
 */
public final class HealthServer implements AutoCloseable {
    private final SocketName name;
    private final Path socket;
    private final SocketFileWriter socketFile;
    private final Listener listener;
    private final HealthChecks checks;
    private final HealthResponder responder;
    private final ShutdownHook shutdownHook;
    private final Object closing = new Object();

    // Guarded by closing.
    private boolean closed;

    HealthServer(
            SocketName name,
            Path socket,
            SocketFileWriter socketFile,
            Listener listener,
            HealthChecks checks,
            HealthResponder responder,
            Duration drainAtShutdown) {
        this.name = name;
        this.socket = socket;
        this.socketFile = socketFile;
        this.listener = listener;
        this.checks = checks;
        this.responder = responder;
        this.shutdownHook = new ShutdownHook(this, drainAtShutdown);
    }

    /**
     * Starts a server for the service in the working directory, with one check and all defaults.
     *
     * @throws IOException if it cannot listen or write the file, or another server listens for this directory
     */
    public static HealthServer start(HealthCheck check) throws IOException {
        return builder().start(check);
    }

    /** Returns a builder with the defaults: working directory, {@code /tmp}, mode 0600, own user and root admitted. */
    public static HealthServerBuilder builder() {
        return new HealthServerBuilder();
    }

    /** The path of the socket, or of the pipe. */
    public Path socket() {
        return socket;
    }

    /**
     * Asks for no new traffic. HAProxy lets current requests end, and sessions that a cookie binds to this service.
     *
     * @param reason text for operators, not blank; HAProxy shows the first 100 characters
     */
    public void drain(String reason) {
        responder.change(state -> state.in(State.DRAIN, reason));
    }

    /** Asks for no traffic at all, for maintenance; {@code reason} as for {@link #drain}. */
    public void maint(String reason) {
        responder.change(state -> state.in(State.MAINT, reason));
    }

    /**
     * Reports the service as stopped. The reply to a {@code ping} is unhealthy, too, and the checks are not run any more; {@code
     * reason} as for {@link #drain}.
     */
    public void stopped(String reason) {
        responder.change(state -> state.in(State.STOPPED, reason));
    }

    /** Ends {@link #drain}, {@link #maint} or {@link #stopped}; weight and connections stay. */
    public void ready() {
        responder.change(state -> state.in(State.NORMAL, ""));
    }

    /** Asks for a share of the configured traffic, 1 to 100 percent. */
    public void weight(int percent) {
        responder.change(state -> state.withWeight(OptionalInt.of(percent)));
    }

    /** Ends {@link #weight}. */
    public void clearWeight() {
        responder.change(state -> state.withWeight(OptionalInt.empty()));
    }

    /**
     * Asks for a maximum number of connections, 1 to 999,999,999. The bridge sends it only if its configuration has a value to
     * restore, because HAProxy cannot be told to restore its own.
     */
    public void maxConnections(int maximum) {
        responder.change(state -> state.withMaxConnections(OptionalInt.of(maximum)));
    }

    /** Ends {@link #maxConnections}. */
    public void clearMaxConnections() {
        responder.change(state -> state.withMaxConnections(OptionalInt.empty()));
    }

    /**
     * Drains, waits until HAProxy has received that, and closes, so that the service can stop without losing a request.
     *
     * <p>It waits until a {@code status} was answered with drain (or maint or stopped, if the service is in that state), and then for
     * twice the longest gap between two such requests. If no client has ever asked for the {@code status}, it does not wait. If the
     * clients have stopped asking, it waits for the whole limit, because they may return. An interrupt ends the wait; the thread's
     * interrupt flag stays set.
     *
     * <p>After this begins, the state does not change any more. Several threads may close at once; each returns when the server has
     * closed, and the first limit that is reached closes it. In a shutdown hook, use it with {@link
     * HealthServerBuilder#drainAtShutdown}.
     *
     * @param atMost time limit, not negative; a few times {@code agent-inter} of HAProxy is enough
     */
    public void close(Duration atMost) throws IOException {
        requireLimit(atMost);
        try {
            responder.drainAndAwait(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /** Removes {@value SocketName#FILE_NAME} and the socket, closes all connections and interrupts the checks, at once. */
    @Override
    public void close() throws IOException {
        responder.cancelDrain();
        synchronized (closing) {
            if (!closed) {
                closed = true;
                shutdownHook.remove();
                withdraw();
            }
        }
    }

    /** Writes {@value SocketName#FILE_NAME}, and closes the server at the latest when the JVM shuts down. */
    void publish() throws IOException {
        socketFile.publish(name);
        shutdownHook.add();
    }

    static Duration requireLimit(Duration atMost) {
        if (atMost.isNegative()) {
            throw new IllegalArgumentException("close limit: " + atMost + " must not be negative");
        }
        return atMost;
    }

    private void withdraw() throws IOException {
        // In the reverse order of the start; each close runs, whatever the others throw.
        try (checks;
                listener) {
            socketFile.withdraw(name);
        }
    }
}
