/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.ClientConnection;
import io.hcbridge.ipc.Deadline;
import io.hcbridge.ipc.Transport;
import io.hcbridge.protocol.health.HealthProtocol;
import io.hcbridge.protocol.health.HealthQuery;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

/** One query on one connection, blocking. */
final class QueryExchange {
    private final Path socket;
    private final HealthQuery query;
    private final End end;

    private final boolean isInPlaceOfStatus;

    private QueryExchange(Path socket, HealthQuery query, End end, boolean isInPlaceOfStatus) {
        this.socket = socket;
        this.query = query;
        this.end = end;
        this.isInPlaceOfStatus = isInPlaceOfStatus;
    }

    /**
     * Sends a query and takes what comes until the reply is complete, the stream ends or the deadline passes.
     *
     * @throws ConnectException if the socket is missing or nobody listens on it
     * @throws SocketFileException if its listener is not trusted
     * @throws IOException if it cannot be connected to for another reason
     */
    static QueryExchange run(Transport transport, Path socket, PeerTrust trust, HealthQuery query, Deadline deadline)
            throws IOException {
        try (ClientConnection connection = transport.connect(socket, deadline)) {
            connection.send(query.request(), deadline);
            End end = receive(connection, query, deadline);
            // Only now: a Go server ends when a client leaves it without a word.
            trust.requireTrusted(connection, socket);
            return new QueryExchange(socket, query, end, false);
        }
    }

    /** Returns this {@code ping} as one that followed a {@code status} which was not answered, but not refused either. */
    QueryExchange inPlaceOfStatus() {
        return new QueryExchange(socket, query, end, true);
    }

    boolean isInPlaceOfStatus() {
        return isInPlaceOfStatus;
    }

    HealthQuery query() {
        return query;
    }

    /** Whether the server closed without an answer, so that another query may get one. */
    boolean isClosedWithoutAnswer() {
        return (end == End.REPLY || end == End.CLOSED) && query.answer().isEmpty();
    }

    /** Why there is no answer. */
    String silence(Duration limit) {
        return switch (end) {
            case REPLY, CLOSED -> socket + " closed without a reply";
            case DEADLINE -> socket + " gave no reply within " + limit.toMillis() + " ms";
            case INTERRUPTED -> "interrupted while asking " + socket;
        };
    }

    String describe() {
        return "socket " + socket + ", " + query.describe();
    }

    private static End receive(ClientConnection connection, HealthQuery query, Deadline deadline) {
        ByteBuffer buffer = ByteBuffer.allocate(HealthProtocol.MAX_BYTES);
        while (!deadline.isOver()) {
            int count = connection.receive(buffer.clear(), deadline);
            if (Thread.currentThread().isInterrupted()) {
                return End.INTERRUPTED;
            }
            if (count < 0) {
                return End.CLOSED;
            }
            if (query.feed(buffer.flip())) {
                return End.REPLY;
            }
        }
        return End.DEADLINE;
    }

    /** Why no more of the reply was waited for. */
    private enum End {
        REPLY,
        CLOSED,
        DEADLINE,
        INTERRUPTED
    }
}
