/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.ClientConnection;
import io.hcbridge.ipc.Deadline;
import io.hcbridge.ipc.Transport;
import io.hcbridge.protocol.health.HealthProtocol;
import io.hcbridge.protocol.health.HealthReplyDecoder;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

/** One conversation of the client with one socket. */
final class PingExchange {
    private final Path socket;
    private final Deadline deadline;
    private final HealthReplyDecoder reply = new HealthReplyDecoder();

    private PingExchange(Path socket, Deadline deadline) {
        this.socket = socket;
        this.deadline = deadline;
    }

    /**
     * Sends a {@code ping} and takes what comes until the reply is complete, the stream ends or the deadline passes.
     *
     * @param limit what the deadline was made of, for the message
     * @throws ConnectException if the socket is missing or nobody listens on it
     * @throws IOException if it cannot be connected to for another reason
     */
    static HealthResult ask(Transport transport, Path socket, Deadline deadline, Duration limit) throws IOException {
        try (ClientConnection connection = transport.connect(socket, deadline)) {
            return new PingExchange(socket, deadline).run(connection, limit);
        }
    }

    private HealthResult run(ClientConnection connection, Duration limit) {
        connection.send(HealthProtocol.ping(), deadline);
        End end = receive(connection);
        if (reply.isHealthy()) {
            return HealthResult.healthy();
        }
        String text = reply.text();
        return text.isEmpty() ? HealthResult.failed(silence(end, limit)) : HealthResult.unhealthy(text);
    }

    private String silence(End end, Duration limit) {
        return switch (end) {
            case REPLY, CLOSED -> socket + " closed without a reply";
            case DEADLINE -> socket + " gave no reply within " + limit.toMillis() + " ms";
            case INTERRUPTED -> "interrupted while asking " + socket;
        };
    }

    private End receive(ClientConnection connection) {
        ByteBuffer buffer = ByteBuffer.allocate(HealthProtocol.MAX_BYTES);
        while (!deadline.isOver()) {
            int count = connection.receive(buffer.clear(), deadline);
            if (Thread.currentThread().isInterrupted()) {
                return End.INTERRUPTED;
            }
            if (count < 0) {
                return End.CLOSED;
            }
            if (reply.feed(buffer.flip())) {
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
