/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.internal.client.PeerTrust;
import io.hcbridge.ipc.internal.client.SocketFileException;
import io.hcbridge.ipc.internal.transport.ClientConnection;
import io.hcbridge.ipc.internal.transport.Deadline;
import io.hcbridge.ipc.internal.transport.Transport;
import io.hcbridge.protocol.health.HealthProtocol;
import io.hcbridge.protocol.health.HealthQuery;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

/** The result of one query on one connection. */
final class QueryExchange {
    private final Path socket;
    private final HealthQuery query;
    private final End end;

    private final boolean isInsteadOfStatus;

    private QueryExchange(Path socket, HealthQuery query, End end, boolean isInsteadOfStatus) {
        this.socket = socket;
        this.query = query;
        this.end = end;
        this.isInsteadOfStatus = isInsteadOfStatus;
    }

    /**
     * Sends a query and reads until the reply is complete, the stream ends or the deadline passes. Blocks.
     *
     * @throws ConnectException if the socket does not exist or no process listens on it
     * @throws SocketFileException if the listening process is not trusted
     * @throws IOException if the connect fails for another reason
     */
    static QueryExchange run(Transport transport, Path socket, PeerTrust trust, HealthQuery query, Deadline deadline)
            throws IOException {
        try (ClientConnection connection = transport.connect(socket, deadline)) {
            connection.send(query.request(), deadline);
            End end = receive(connection, query, deadline);
            // Checked after the exchange: a Go server ends when a client closes its connection without sending a
            // request.
            trust.requireTrusted(connection, socket);
            return new QueryExchange(socket, query, end, false);
        }
    }

    /** Marks this {@code ping} as the substitute for a {@code status} that had no reply, from a server that may understand it. */
    QueryExchange insteadOfStatus() {
        return new QueryExchange(socket, query, end, true);
    }

    boolean isInsteadOfStatus() {
        return isInsteadOfStatus;
    }

    HealthQuery query() {
        return query;
    }

    /** Returns whether the server closed the connection without a valid reply. Another query may succeed in this case. */
    boolean isClosedWithoutReply() {
        return (end == End.REPLY || end == End.CLOSED) && query.answer().isEmpty();
    }

    /** Describes why there is no reply. */
    String describeMissingReply(Duration limit) {
        return switch (end) {
            case REPLY, CLOSED -> socket + " closed the connection without a reply";
            case DEADLINE -> socket + " did not reply within " + limit.toMillis() + " ms";
            case INTERRUPTED -> "interrupted while waiting for " + socket;
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

    /** The event that ended the wait for the reply. */
    private enum End {
        REPLY,
        CLOSED,
        DEADLINE,
        INTERRUPTED
    }
}
