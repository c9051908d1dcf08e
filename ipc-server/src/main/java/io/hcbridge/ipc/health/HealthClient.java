/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.Deadline;
import io.hcbridge.ipc.Transport;
import io.hcbridge.ipc.internal.SystemTransport;
import io.hcbridge.protocol.health.SocketName;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Asks the service of one directory how it is, blocking, within one time limit.
 *
 * <p>A {@code .hc-socket} that is missing or blank, and a socket that is missing or refuses, is looked at once more after 50 ms: a
 * starting Go server passes through these states.
 *
 * <p>Thread-safe. An interrupt ends the wait early, with a failed result.
 */
public final class HealthClient {
    /** Where the Go module puts its sockets; not {@code java.io.tmpdir}, which may be set to something else. */
    public static final Path DEFAULT_SOCKET_DIRECTORY = Path.of("/tmp");

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration SECOND_LOOK = Duration.ofMillis(50);

    private final Transport transport;
    private final SocketFile socketFile;
    private final Path socketDirectory;
    private final Duration timeout;
    private final Duration secondLook;

    private HealthClient(
            Transport transport, SocketFile socketFile, Path socketDirectory, Duration timeout, Duration secondLook) {
        this.transport = transport;
        this.socketFile = socketFile;
        this.socketDirectory = socketDirectory;
        this.timeout = timeout;
        this.secondLook = secondLook;
    }

    /** A client of the service in {@code directory}, with the default socket directory and time limit. */
    public static HealthClient of(Path directory) {
        return of(SystemTransport.get(), directory);
    }

    /** For tests of what this system does not have. */
    static HealthClient of(Transport transport, Path directory) {
        return new HealthClient(
                transport, new SocketFile(directory), DEFAULT_SOCKET_DIRECTORY, DEFAULT_TIMEOUT, SECOND_LOOK);
    }

    /** The same client with its sockets elsewhere, where they have a directory: named pipes have none. */
    public HealthClient socketDirectory(Path newSocketDirectory) {
        return new HealthClient(transport, socketFile, newSocketDirectory, timeout, secondLook);
    }

    /** The same client with another limit for the whole of one {@link #check}, at least 1 ms. */
    public HealthClient timeout(Duration newTimeout) {
        if (newTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeout: " + newTimeout + " must be at least 1 ms");
        }
        return new HealthClient(transport, socketFile, socketDirectory, newTimeout, secondLook);
    }

    /** For tests that have to do something between the two looks. */
    HealthClient secondLookAfter(Duration newSecondLook) {
        return new HealthClient(transport, socketFile, socketDirectory, timeout, newSecondLook);
    }

    /** Asks once. Never throws for what the service or its files do: that is the result. */
    public HealthResult check() {
        Deadline deadline = Deadline.after(timeout);
        try {
            return attempt(deadline);
        } catch (IOException e) {
            if (!isPassing(e) || !deadline.pause(secondLook.toMillis())) {
                return failed(e);
            }
        }
        try {
            return attempt(deadline);
        } catch (IOException e) {
            return failed(e);
        }
    }

    private HealthResult attempt(Deadline deadline) throws IOException {
        SocketName name = socketFile.read();
        return PingExchange.ask(transport, transport.address(socketDirectory, name.text()), deadline, timeout);
    }

    private static boolean isPassing(IOException e) {
        return e instanceof ConnectException
                || (e instanceof SocketFileException file && file.kind().isPassing());
    }

    private static HealthResult failed(IOException e) {
        return HealthResult.failed(String.valueOf(e.getMessage()));
    }
}
