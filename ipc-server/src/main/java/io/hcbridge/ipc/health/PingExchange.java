/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.UnixSocketPath;
import io.hcbridge.protocol.health.HealthProtocol;
import io.hcbridge.protocol.health.HealthReplyDecoder;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** One conversation of the client with one socket, on the JDK's own unix sockets. */
final class PingExchange {
    private static final long RETRY_MILLIS = 2;

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
    static HealthResult ask(Path socket, Deadline deadline, Duration limit) throws IOException {
        return new PingExchange(socket, deadline).run(limit);
    }

    private HealthResult run(Duration limit) throws IOException {
        try (SocketChannel channel = connect()) {
            send(channel);
            End end = receive(channel);
            if (reply.isHealthy()) {
                return HealthResult.healthy();
            }
            String text = reply.text();
            return text.isEmpty() ? HealthResult.failed(socket + silence(end, limit)) : HealthResult.unhealthy(text);
        }
    }

    private static String silence(End end, Duration limit) {
        return switch (end) {
            case REPLY, CLOSED -> " closed without a reply";
            case DEADLINE -> " gave no reply within " + limit.toMillis() + " ms";
            case INTERRUPTED -> " was not waited for: interrupted";
        };
    }

    private SocketChannel connect() throws IOException {
        UnixDomainSocketAddress address = UnixSocketPath.address(socket);
        while (true) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.configureBlocking(false);
                channel.connect(address);
                return channel;
            } catch (IOException e) {
                channel.close();
                retryOrThrow(e);
            }
        }
    }

    private void retryOrThrow(IOException e) throws IOException {
        Optional<String> why = Refusal.explain(socket, e);
        if (why.isPresent()) {
            throw new ConnectException(why.get());
        }
        if (!deadline.pause(RETRY_MILLIS)) {
            throw new IOException("cannot connect to " + socket + ": " + e.getMessage(), e);
        }
    }

    private static void send(SocketChannel channel) {
        try {
            // So few bytes are never taken in part.
            channel.write(ByteBuffer.wrap(HealthProtocol.ping()));
        } catch (IOException e) {
            // A server may reply without reading and be gone; its reply counts.
        }
    }

    private End receive(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(HealthProtocol.MAX_BYTES);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            while (!deadline.isOver()) {
                selector.select(Math.max(1, deadline.remainingMillis()));
                selector.selectedKeys().clear();
                int count = read(channel, buffer.clear());
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
    }

    /** A reset ends the stream as a close does: what came before it counts. */
    private static int read(SocketChannel channel, ByteBuffer buffer) {
        try {
            return channel.read(buffer);
        } catch (IOException e) {
            return -1;
        }
    }

    /** Why no more of the reply was waited for. */
    private enum End {
        REPLY,
        CLOSED,
        DEADLINE,
        INTERRUPTED
    }
}
