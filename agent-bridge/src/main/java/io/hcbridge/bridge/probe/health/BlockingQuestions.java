/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.ipc.ClientConnection;
import io.hcbridge.ipc.Deadline;
import io.hcbridge.ipc.Transport;
import io.hcbridge.ipc.health.SocketFile;
import io.hcbridge.ipc.health.SocketFileException;
import io.hcbridge.ipc.internal.Durations;
import io.hcbridge.protocol.health.HealthProtocol;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a {@link HealthProbeRun}, one after the other on one thread: locate the socket, ask {@code status}, and {@code ping}
 * where that is not understood. Where a starting server may be behind a failure, all is tried once more. Thread-safe.
 */
final class BlockingQuestions {
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final Transport transport;
    private final HealthProbeConfig config;
    private final Duration timeout;
    private final SocketFile socketFile;

    private volatile String last = "not asked yet";
    private volatile @Nullable Path pingOnly;

    BlockingQuestions(Transport transport, HealthProbeConfig config, Duration timeout) {
        this.transport = transport;
        this.config = config;
        this.timeout = timeout;
        this.socketFile = new SocketFile(config.directory());
    }

    /** How the last ones went. For any thread. */
    String describeLast() {
        return socketFile.path() + ", " + last;
    }

    Verdict ask(Deadline deadline) {
        try {
            return attempt(deadline);
        } catch (IOException e) {
            if (!isPassing(e) || !deadline.pause(LOOK_AGAIN_MILLIS)) {
                return failed(e);
            }
        }
        try {
            return attempt(deadline);
        } catch (IOException e) {
            return failed(e);
        }
    }

    private Verdict attempt(Deadline deadline) throws IOException {
        last = "no socket";
        Path socket =
                transport.address(config.socketDirectory(), socketFile.read().text());
        last = "socket " + socket;
        if (!socket.equals(pingOnly)) {
            Optional<Verdict> status = ask(HealthQuery.status(), socket, deadline);
            if (status.isPresent() || deadline.isOver()) {
                return status.orElseGet(() -> silent(deadline));
            }
            pingOnly = socket;
        }
        return ask(HealthQuery.ping(), socket, deadline).orElseGet(() -> silent(deadline));
    }

    private Optional<Verdict> ask(HealthQuery question, Path socket, Deadline deadline) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(HealthProtocol.MAX_BYTES);
        try (ClientConnection connection = transport.connect(socket, deadline)) {
            connection.send(question.bytes(), deadline);
            boolean complete = false;
            while (!complete && !deadline.isOver()) {
                complete = connection.receive(buffer.clear(), deadline) < 0 || question.feed(buffer.flip());
            }
        }
        last = "socket " + socket + ", " + question.describe();
        return question.end();
    }

    private Verdict silent(Deadline deadline) {
        return Verdict.failed(
                deadline.isOver() ? "no answer within " + Durations.format(timeout) : "closed without an answer");
    }

    private static boolean isPassing(IOException e) {
        return e instanceof ConnectException
                || (e instanceof SocketFileException file && file.kind().isPassing());
    }

    private static Verdict failed(IOException e) {
        return Verdict.failed(String.valueOf(e.getMessage()));
    }
}
