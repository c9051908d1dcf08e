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
 * Answers health requests for the service that embeds it, on a unix socket or a named pipe that is found through the {@value
 * SocketName#FILE_NAME} in the service's directory.
 *
 * <pre>{@code
 * try (HealthServer server = HealthServer.start(() -> database.ping())) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Beside its checks, a service may say that it wants no more traffic ({@link #drain}, {@link #maint}, {@link #stopped}, until
 * {@link #ready}), or how much of it ({@link #weight}, {@link #maxConnections}). That is told to who asks {@code status}; to a
 * {@code ping} only {@code stopped} makes a difference.
 *
 * <p>All its threads are daemons; it withdraws when it is closed, or else when the JVM shuts down. Thread-safe.
 */
public final class HealthServer implements AutoCloseable {
    private final SocketName name;
    private final Path socket;
    private final SocketFileWriter publication;
    private final Listener listener;
    private final HealthChecks checks;
    private final HealthResponder answers;
    private final ShutdownHook shutdownHook;
    private final Object closing = new Object();

    // Guarded by closing.
    private boolean closed;

    HealthServer(
            SocketName name,
            Path socket,
            SocketFileWriter publication,
            Listener listener,
            HealthChecks checks,
            HealthResponder answers,
            Duration drainAtShutdown) {
        this.name = name;
        this.socket = socket;
        this.publication = publication;
        this.listener = listener;
        this.checks = checks;
        this.answers = answers;
        this.shutdownHook = new ShutdownHook(this, drainAtShutdown);
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

    /**
     * Asks for no new traffic: HAProxy lets what is under way end, sessions bound to this service by a cookie included.
     *
     * @param reason what operators read; not blank, of which HAProxy shows the first 100 characters
     */
    public void drain(String reason) {
        answers.change(mode -> mode.in(State.DRAIN, reason));
    }

    /** Asks for no traffic at all, as for maintenance; the reason as for {@link #drain}. */
    public void maint(String reason) {
        answers.change(mode -> mode.in(State.MAINT, reason));
    }

    /**
     * Says that the service has stopped: it counts as unhealthy to a {@code ping}, too, and its checks are not run any more. The
     * reason as for {@link #drain}.
     */
    public void stopped(String reason) {
        answers.change(mode -> mode.in(State.STOPPED, reason));
    }

    /** Takes {@link #drain}, {@link #maint} or {@link #stopped} back; weight and connections stay. */
    public void ready() {
        answers.change(mode -> mode.in(State.NORMAL, ""));
    }

    /** Asks for so many percent, 1 to 100, of the traffic that HAProxy is configured to send. */
    public void weight(int percent) {
        answers.change(mode -> mode.withWeight(OptionalInt.of(percent)));
    }

    /** Takes {@link #weight} back. */
    public void clearWeight() {
        answers.change(mode -> mode.withWeight(OptionalInt.empty()));
    }

    /**
     * Asks for so many connections at the most, 1 to 999,999,999. It is passed on where the bridge has a value to return to
     * afterwards, because HAProxy cannot be told to go back to its own.
     */
    public void maxConnections(int maximum) {
        answers.change(mode -> mode.withMaxConnections(OptionalInt.of(maximum)));
    }

    /** Takes {@link #maxConnections} back. */
    public void clearMaxConnections() {
        answers.change(mode -> mode.withMaxConnections(OptionalInt.empty()));
    }

    /**
     * Drains, waits until HAProxy has heard of it, and withdraws, so that the service may stop without losing a request.
     *
     * <p>It waits until a {@code status} was answered with drain (or maint or stopped, whichever the service had said), and from then
     * on for twice the longest gap seen between two such questions. Where nobody has ever asked {@code status} it does not wait at
     * all; where nobody asks any more it waits to the limit, since who asked may come back. An interrupt ends the wait, and stays to be
     * seen on the thread.
     *
     * <p>From its begin the mode does not change any more. Several threads may close at once; each returns when the server has
     * withdrawn, the first whose limit is over withdraws it. In a shutdown hook, use it with {@link
     * HealthServerBuilder#drainAtShutdown}.
     *
     * @param atMost not negative; some polls of HAProxy, {@code agent-inter}, are enough
     */
    public void close(Duration atMost) throws IOException {
        requireLimit(atMost);
        try {
            answers.drainAndAwait(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /** Withdraws at once, drops whom is still being served and interrupts the checks. */
    @Override
    public void close() throws IOException {
        answers.leave();
        synchronized (closing) {
            if (!closed) {
                closed = true;
                shutdownHook.remove();
                withdraw();
            }
        }
    }

    /** Lets the server be found, and withdrawn at the latest when the JVM shuts down. */
    void publish() throws IOException {
        publication.publish(name);
        shutdownHook.add();
    }

    static Duration requireLimit(Duration atMost) {
        if (atMost.isNegative()) {
            throw new IllegalArgumentException("close at most: " + atMost + " must not be negative");
        }
        return atMost;
    }

    private void withdraw() throws IOException {
        // In the reverse order of the start; each close runs, whatever the others throw.
        try (checks;
                listener) {
            publication.withdraw(name);
        }
    }
}
