/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.Deadline;
import io.hcbridge.ipc.Transport;
import io.hcbridge.ipc.internal.system.SystemTransport;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.health.HealthKind;
import io.hcbridge.protocol.health.HealthProtocol;
import io.hcbridge.protocol.health.HealthQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Queries the health of the service in one directory. Each call blocks, at most until its time limit.
 *
 * <p>If the failure is typical of a starting service, the client retries once, see {@link StartupRetry}. It trusts a socket only if
 * the listening process runs as root, as the owner of {@code .hc-socket} or as the configured {@link #user}.
 *
 * <p>Thread-safe. An interrupt ends the call early, with a failed result.
 */
public final class HealthClient {
    /** The Go module's socket directory. Not {@code java.io.tmpdir}, because that may be set to another directory. */
    public static final Path DEFAULT_SOCKET_DIRECTORY = Path.of("/tmp");

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    static final Duration MAX_TIMEOUT = Duration.ofDays(1);

    private static final Duration MAX_POLL_GAP = Duration.ofMillis(HealthProtocol.MAX_POLL_GAP);

    private final Transport transport;
    private final SocketFile socketFile;
    private final Path socketDirectory;
    private final Duration timeout;
    private final long retryMillis;
    private final StatusSupport statusSupport = new StatusSupport();

    private HealthClient(
            Transport transport, SocketFile socketFile, Path socketDirectory, Duration timeout, long retryMillis) {
        this.transport = transport;
        this.socketFile = socketFile;
        this.socketDirectory = socketDirectory;
        this.timeout = timeout;
        this.retryMillis = retryMillis;
    }

    /** Returns a client of the service in {@code directory}, with the default socket directory and time limit. */
    public static HealthClient of(Path directory) {
        return of(SystemTransport.get(), directory);
    }

    /** Returns a client with another transport. For tests of a transport that this system does not have. */
    static HealthClient of(Transport transport, Path directory) {
        return new HealthClient(
                transport,
                new SocketFile(directory, new TrustedUser("", "HealthClient.user")),
                DEFAULT_SOCKET_DIRECTORY,
                DEFAULT_TIMEOUT,
                StartupRetry.DELAY_MILLIS);
    }

    /** Returns the same client with another socket directory. Named pipes have no directory and ignore it. */
    public HealthClient socketDirectory(Path newSocketDirectory) {
        return new HealthClient(transport, socketFile, newSocketDirectory, timeout, retryMillis);
    }

    /** Returns the same client with another time limit for one {@link #check} or {@link #status}, 1 ms to 1 day. */
    public HealthClient timeout(Duration newTimeout) {
        if (newTimeout.compareTo(Duration.ofMillis(1)) < 0 || newTimeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout: " + newTimeout + " must be 1 ms to 1 day");
        }
        return new HealthClient(transport, socketFile, socketDirectory, newTimeout, retryMillis);
    }

    /**
     * Returns the same client, which also trusts sockets of {@code user}.
     *
     * @param user name or number; a number needs no account
     */
    public HealthClient user(String user) {
        return user(user, "HealthClient.user");
    }

    /**
     * Returns the same client, which also trusts sockets of {@code user}.
     *
     * @param user name or number; empty for none
     * @param setting the option or key that sets the user; error messages show it
     */
    public HealthClient user(String user, String setting) {
        return new HealthClient(
                transport,
                new SocketFile(socketFile.directory(), new TrustedUser(user, setting)),
                socketDirectory,
                timeout,
                retryMillis);
    }

    /** Sets the delay before the retry. For tests that change something between the two attempts. */
    HealthClient retryAfter(Duration newDelay) {
        return new HealthClient(transport, socketFile, socketDirectory, timeout, newDelay.toMillis());
    }

    /** Sends a {@code ping}. Every failure of the service or its files is a failed result, not an exception. */
    public HealthResult check() {
        return check(Optional.empty());
    }

    /**
     * Sends the request for one kind. If the server does not reply to that, it sends a {@code ping}. Every failure of the service or its files
     * is a failed result, not an exception.
     */
    public HealthResult check(HealthKind kind) {
        return check(Optional.of(kind));
    }

    private HealthResult check(Optional<HealthKind> kind) {
        try {
            QueryExchange exchange = query(false, OptionalInt.empty(), kind);
            Optional<AgentReply> answer = exchange.query().answer();
            if (answer.isEmpty()) {
                return HealthResult.failed(exchange.describeMissingReply(timeout));
            }
            return answer.get().health().equals(Optional.of(Health.UP))
                    ? HealthResult.healthy()
                    : HealthResult.unhealthy(exchange.query().text());
        } catch (IOException e) {
            return HealthResult.failed(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Sends a {@code status}. If the server does not reply to that, it sends a {@code ping}. If the server does not understand {@code
     * status}, the client sends only {@code ping} for one minute. Every failure of the service or its files is a failed result, not an
     * exception.
     */
    public ServiceStatus status() {
        return status(OptionalInt.empty());
    }

    /**
     * Does the same, but first sends {@code status MILLIS}. A draining server then waits until the caller's own clients know of the drain,
     * see {@link HealthServer#close(Duration)}. For a caller who polls the service at another rate than it is polled itself.
     *
     * @param pollGap longest recent time between two polls by one client of the caller, 0 to 1 hour, without fractions of a millisecond;
     *     zero if no client polls the caller, so the server does not wait for the caller
     */
    public ServiceStatus status(Duration pollGap) {
        if (pollGap.isNegative() || pollGap.compareTo(MAX_POLL_GAP) > 0) {
            throw new IllegalArgumentException("poll gap: " + pollGap + " must be 0 to 1 hour");
        }
        return status(OptionalInt.of((int) pollGap.toMillis()));
    }

    private ServiceStatus status(OptionalInt pollGapMillis) {
        try {
            QueryExchange exchange = query(true, pollGapMillis, Optional.empty());
            Optional<AgentReply> answer = exchange.query().answer();
            return answer.isPresent()
                    ? ServiceStatus.answered(answer.get(), exchange.isInsteadOfStatus(), exchange.describe())
                    : ServiceStatus.failed(exchange.describeMissingReply(timeout), exchange.describe());
        } catch (IOException e) {
            return ServiceStatus.failed(e);
        }
    }

    private QueryExchange query(boolean isStatus, OptionalInt pollGapMillis, Optional<HealthKind> kind)
            throws IOException {
        Deadline deadline = Deadline.after(timeout);
        try {
            return attempt(isStatus, pollGapMillis, kind, deadline);
        } catch (IOException e) {
            if (!StartupRetry.isRetryable(e) || !deadline.pause(retryMillis)) {
                throw e;
            }
        }
        return attempt(isStatus, pollGapMillis, kind, deadline);
    }

    private QueryExchange attempt(
            boolean isStatus, OptionalInt pollGapMillis, Optional<HealthKind> kind, Deadline deadline)
            throws IOException {
        PublishedSocket published = socketFile.read();
        Path socket = transport.address(socketDirectory, published.name().text());
        PeerTrust trust = transport.leavesFiles() ? published.trust().inspect(socket) : PeerTrust.ANYONE;
        HealthQuery query = isStatus ? statusSupport.first(socket, pollGapMillis, System.nanoTime()) : checkQuery(kind);
        boolean mayUnderstandStatus = false;
        while (true) {
            QueryExchange exchange = QueryExchange.run(transport, socket, trust, query, deadline);
            Optional<HealthQuery> next = exchange.isClosedWithoutReply()
                    ? statusSupport.next(socket, query, System.nanoTime())
                    : Optional.empty();
            if (next.isEmpty()) {
                return mayUnderstandStatus && !query.isStatus() ? exchange.insteadOfStatus() : exchange;
            }
            mayUnderstandStatus = !query.isNotUnderstood();
            query = next.get();
        }
    }

    private static HealthQuery checkQuery(Optional<HealthKind> kind) {
        return kind.isPresent() ? HealthQuery.of(kind.get()) : HealthQuery.ping();
    }
}
