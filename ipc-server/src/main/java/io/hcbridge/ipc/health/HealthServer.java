/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.check.HealthCheck;
import io.hcbridge.ipc.check.HealthRegistry;
import io.hcbridge.ipc.health.ServiceState.State;
import io.hcbridge.ipc.internal.transport.Listener;
import io.hcbridge.protocol.health.SocketName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Replies to health requests for the service that embeds it, on a unix socket or a named pipe. Clients find the socket through the
 * file {@value SocketName#FILE_NAME} in the service's directory.
 *
 * <pre>{@code
 * try (HealthServer server = HealthServer.start(() -> database.ping())) {
 *     ...
 * }
 * }</pre>
 *
 * <p>In addition to its checks, a service can stop its traffic ({@link #drain}, {@link #maint} or {@link #stopped}, until {@link
 * #ready}) or reduce it ({@link #weight}, {@link #maxConnections}). The reply to {@code status} contains these settings. Of these,
 * only {@code stopped} changes the reply to {@code ping}.
 *
 * <p>All threads of the server are daemons. A shutdown hook closes the server if it is still open. Thread-safe.
 */
public final class HealthServer implements AutoCloseable {
    private final SocketName name;
    private final Path socket;
    private final SocketFileWriter socketFile;
    private final Listener listener;
    /** The registry that this server has created; null if the service has created it, and closes it. */
    private final @Nullable HealthRegistry ownRegistry;

    private final HealthResponder responder;
    private final ShutdownHook shutdownHook;
    private final Object closing = new Object();

    // Guarded by closing.
    private final List<HealthPusher> pushers = new ArrayList<>();
    private boolean closed;

    HealthServer(
            SocketName name,
            Path socket,
            SocketFileWriter socketFile,
            Listener listener,
            @Nullable HealthRegistry ownRegistry,
            HealthResponder responder,
            Duration drainAtShutdown) {
        this.name = name;
        this.socket = socket;
        this.socketFile = socketFile;
        this.listener = listener;
        this.ownRegistry = ownRegistry;
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

    /**
     * Starts a server for the service in the working directory, with the checks of a registry and all defaults. The server does not close the
     * registry.
     *
     * @throws IOException if it cannot listen or write the file, or another server listens for this directory
     */
    public static HealthServer start(HealthRegistry registry) throws IOException {
        return builder().start(registry);
    }

    /** Returns a builder with the defaults: working directory, {@code /tmp}, mode 0600, own user and root admitted. */
    public static HealthServerBuilder builder() {
        return new HealthServerBuilder();
    }

    /** Returns the path of the socket or the pipe. */
    public Path socket() {
        return socket;
    }

    /**
     * Stops new traffic. HAProxy continues to send requests of current connections, and of sessions that a cookie binds to this service.
     *
     * @param reason text for operators, not blank; HAProxy shows the first 100 characters
     */
    public void drain(String reason) {
        responder.change(state -> state.in(State.DRAIN, reason));
    }

    /** Stops all traffic for maintenance. For {@code reason} see {@link #drain}. */
    public void maint(String reason) {
        responder.change(state -> state.in(State.MAINT, reason));
    }

    /**
     * Reports the service as stopped. The reply to a {@code ping} is unhealthy, too. The checks are not run while the service is
     * stopped. For {@code reason} see {@link #drain}.
     */
    public void stopped(String reason) {
        responder.change(state -> state.in(State.STOPPED, reason));
    }

    /** Ends {@link #drain}, {@link #maint} or {@link #stopped}. Does not change the weight and the maximum number of connections. */
    public void ready() {
        responder.change(state -> state.in(State.NORMAL, ""));
    }

    /** Sets the weight, 1 to 100 percent of the weight in HAProxy's configuration. */
    public void weight(int percent) {
        responder.change(state -> state.withWeight(OptionalInt.of(percent)));
    }

    /** Ends {@link #weight}. */
    public void clearWeight() {
        responder.change(state -> state.withWeight(OptionalInt.empty()));
    }

    /**
     * Sets the maximum number of connections, 1 to 999,999,999. The bridge sends it to HAProxy only if {@code targets.NAME.maxconn} is
     * configured, because no agent reply restores HAProxy's own value.
     */
    public void maxConnections(int maximum) {
        responder.change(state -> state.withMaxConnections(OptionalInt.of(maximum)));
    }

    /** Ends {@link #maxConnections}. */
    public void clearMaxConnections() {
        responder.change(state -> state.withMaxConnections(OptionalInt.empty()));
    }

    /**
     * Pushes reports to these groups from now on; see {@link HealthServerBuilder#pushTo}.
     *
     * @throws IOException if a user of a bridge is unknown, or this system cannot have groups. A bridge that does not run is no error
     */
    public void pushTo(ReportGroup... groups) throws IOException {
        synchronized (closing) {
            for (ReportGroup group : groups) {
                if (closed) {
                    throw new IOException("the health server is closed");
                }
                HealthPusher pusher = new HealthPusher(responder, group);
                pushers.add(pusher);
                pusher.start();
            }
        }
    }

    /**
     * Drains the service, waits until HAProxy has received the drain, and closes. Afterwards the service can stop without losing a
     * request.
     *
     * <p>It first waits for a request for {@code status}, whose reply contains the drain (or maint or stopped, if the service is in that
     * state). Then it waits for twice the longest interval between two such requests, or twice the interval that the requests state. It
     * does not wait if no client has ever sent {@code status}. It waits for the whole limit if the requests have stopped, because the
     * clients may return. An interrupt ends the wait; the thread's interrupt flag stays set.
     *
     * <p>The state cannot be changed after this call has begun. Several threads may call this at the same time. The shortest limit
     * applies, and each call returns when the server has closed. In a shutdown hook, use it with {@link
     * HealthServerBuilder#drainAtShutdown}.
     *
     * @param atMost time limit, not negative; a few times HAProxy's {@code agent-inter} is enough
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

    /**
     * Closes at once: removes {@value SocketName#FILE_NAME} and the socket, closes all connections and interrupts the checks that were given
     * to it. Bridges to which it pushes reports are told that the service was stopped, which takes at most 1 s for each.
     */
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

    /** Writes {@value SocketName#FILE_NAME} and adds the shutdown hook. */
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
        // Closes in the reverse order of the start. Every close runs, even if another one throws.
        try (ownRegistry;
                listener) {
            pushers.forEach(HealthPusher::close);
            socketFile.withdraw(name);
        }
    }
}
