/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.Deadline;
import io.hcbridge.ipc.Transport;
import io.hcbridge.ipc.internal.system.SystemTransport;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.health.HealthQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks the service of one directory for its health, blocking, within one time limit.
 *
 * <p>A failure that a starting service may be behind is looked at once more, see {@link SecondLook}. A socket is believed only if its
 * listener runs as root, as the owner of {@code .hc-socket} or as the configured {@link #user}.
 *
 * <p>Thread-safe. An interrupt ends the wait early, with a failed result.
 */
public final class HealthClient {
    /** Where the Go module puts its sockets; not {@code java.io.tmpdir}, which may be set to something else. */
    public static final Path DEFAULT_SOCKET_DIRECTORY = Path.of("/tmp");

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    static final Duration MAX_TIMEOUT = Duration.ofDays(1);

    private final Transport transport;
    private final SocketFile socketFile;
    private final Path socketDirectory;
    private final Duration timeout;
    private final long secondLookMillis;
    private final StatusSupport statusSupport = new StatusSupport();

    private HealthClient(
            Transport transport, SocketFile socketFile, Path socketDirectory, Duration timeout, long secondLookMillis) {
        this.transport = transport;
        this.socketFile = socketFile;
        this.socketDirectory = socketDirectory;
        this.timeout = timeout;
        this.secondLookMillis = secondLookMillis;
    }

    /** A client of the service in {@code directory}, with the default socket directory and time limit. */
    public static HealthClient of(Path directory) {
        return of(SystemTransport.get(), directory);
    }

    /** For tests of what this system does not have. */
    static HealthClient of(Transport transport, Path directory) {
        return new HealthClient(
                transport,
                new SocketFile(directory, new TrustedUser("", "HealthClient.user")),
                DEFAULT_SOCKET_DIRECTORY,
                DEFAULT_TIMEOUT,
                SecondLook.DELAY_MILLIS);
    }

    /** The same client with its sockets elsewhere, where they have a directory: named pipes have none. */
    public HealthClient socketDirectory(Path newSocketDirectory) {
        return new HealthClient(transport, socketFile, newSocketDirectory, timeout, secondLookMillis);
    }

    /** The same client with another limit for the whole of one {@link #check} or {@link #status}, 1 ms to 1 day. */
    public HealthClient timeout(Duration newTimeout) {
        if (newTimeout.compareTo(Duration.ofMillis(1)) < 0 || newTimeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout: " + newTimeout + " must be 1 ms to 1 day");
        }
        return new HealthClient(transport, socketFile, socketDirectory, newTimeout, secondLookMillis);
    }

    /**
     * The same client, which also believes sockets of {@code user}.
     *
     * @param user name or number; a number needs no account
     */
    public HealthClient user(String user) {
        return user(user, "HealthClient.user");
    }

    /**
     * The same client, which also believes sockets of {@code user}.
     *
     * @param user name or number; empty for none
     * @param setting the option or key that sets the user, for messages
     */
    public HealthClient user(String user, String setting) {
        return new HealthClient(
                transport,
                new SocketFile(socketFile.directory(), new TrustedUser(user, setting)),
                socketDirectory,
                timeout,
                secondLookMillis);
    }

    /** For tests that have to do something between the two looks. */
    HealthClient secondLookAfter(Duration newSecondLook) {
        return new HealthClient(transport, socketFile, socketDirectory, timeout, newSecondLook.toMillis());
    }

    /** Sends a {@code ping}. Never throws for what the service or its files do: that is the result. */
    public HealthResult check() {
        try {
            QueryExchange exchange = ask(false);
            Optional<AgentReply> answer = exchange.query().answer();
            if (answer.isEmpty()) {
                return HealthResult.failed(exchange.silence(timeout));
            }
            return answer.get().health().equals(Optional.of(Health.UP))
                    ? HealthResult.healthy()
                    : HealthResult.unhealthy(exchange.query().text());
        } catch (IOException e) {
            return HealthResult.failed(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Sends a {@code status}, and a {@code ping} to a server that does not answer it. A server that does not understand it is asked for
     * its status again after a minute. Never throws for what the service or its files do: that is the result.
     */
    public ServiceStatus status() {
        try {
            QueryExchange exchange = ask(true);
            Optional<AgentReply> answer = exchange.query().answer();
            return answer.isPresent()
                    ? ServiceStatus.answered(answer.get(), exchange.isInPlaceOfStatus(), exchange.describe())
                    : ServiceStatus.failed(exchange.silence(timeout), exchange.describe());
        } catch (IOException e) {
            return ServiceStatus.failed(e);
        }
    }

    private QueryExchange ask(boolean forStatus) throws IOException {
        Deadline deadline = Deadline.after(timeout);
        try {
            return attempt(forStatus, deadline);
        } catch (IOException e) {
            if (!SecondLook.isWorthwhile(e) || !deadline.pause(secondLookMillis)) {
                throw e;
            }
        }
        return attempt(forStatus, deadline);
    }

    private QueryExchange attempt(boolean forStatus, Deadline deadline) throws IOException {
        PublishedSocket published = socketFile.read();
        Path socket = transport.address(socketDirectory, published.name().text());
        PeerTrust trust = transport.leavesFiles() ? published.trust().inspect(socket) : PeerTrust.ANYONE;
        if (forStatus && statusSupport.isWorthAsking(socket, System.nanoTime())) {
            QueryExchange exchange = QueryExchange.run(transport, socket, trust, HealthQuery.status(), deadline);
            if (!exchange.isClosedWithoutAnswer()) {
                return exchange;
            }
            if (!exchange.query().isNotUnderstood()) {
                return QueryExchange.run(transport, socket, trust, HealthQuery.ping(), deadline)
                        .inPlaceOfStatus();
            }
            statusSupport.refused(socket, System.nanoTime());
        }
        return QueryExchange.run(transport, socket, trust, HealthQuery.ping(), deadline);
    }
}
