/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.internal.transport.Deadline;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.command.CommandFrameDecoder;
import io.hcbridge.protocol.command.CommandMessage;
import io.hcbridge.protocol.command.CommandResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The client side of one exchange. Not thread-safe. */
final class CommandRoundTrip {
    private static final int READ_BYTES = 1 << 16;

    private final Path socket;
    private final SocketChannel channel;
    private final Deadline deadline;
    private final Duration limit;
    private final CommandFrameDecoder decoder = new CommandFrameDecoder();
    private final ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);

    /** Requires a non-blocking channel. {@code limit} is the duration of the deadline; error messages show it. */
    CommandRoundTrip(Path socket, SocketChannel channel, Deadline deadline, Duration limit) {
        this.socket = socket;
        this.channel = channel;
        this.deadline = deadline;
        this.limit = limit;
    }

    CommandResponse exchange(byte[] frame) throws IOException {
        ByteBuffer request = ByteBuffer.wrap(frame);
        try (Selector selector = Selector.open()) {
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            while (true) {
                if (request.hasRemaining() && !write(request)) {
                    request.position(request.limit());
                }
                Optional<CommandMessage> reply = read();
                if (reply.isPresent()) {
                    return reply.get().response();
                }
                key.interestOps(
                        request.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
                await(selector);
            }
        }
    }

    /** Returns false if the server does not read any more. It may have replied before it has read the whole request. */
    private boolean write(ByteBuffer request) {
        try {
            channel.write(request);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<CommandMessage> read() throws IOException {
        try {
            for (int count = channel.read(buffer.clear()); count != 0; count = channel.read(buffer.clear())) {
                if (count < 0) {
                    throw new IOException(socket + " closed the connection without a reply");
                }
                Optional<CommandMessage> reply = decoder.feed(buffer.flip());
                if (reply.isPresent()) {
                    return reply;
                }
            }
            return Optional.empty();
        } catch (ProtocolException e) {
            throw new IOException(socket + " does not speak the command protocol: " + e.getMessage(), e);
        }
    }

    private void await(Selector selector) throws IOException {
        if (deadline.isOver()) {
            throw new IOException(socket + " did not reply within " + limit.toMillis() + " ms");
        }
        selector.select(Math.max(1, deadline.remainingMillis()));
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new IOException("interrupted while waiting for " + socket);
        }
    }
}
