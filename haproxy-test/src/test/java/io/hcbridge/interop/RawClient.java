/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import io.hcbridge.interop.GoServerRow.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A client of a unix socket that sends the given bytes and reads to the end of the stream. */
final class RawClient {
    private static final Duration BETWEEN_CHUNKS = Duration.ofMillis(200);

    private RawClient() {}

    static Reply converse(Path socket, GoServerRow row) throws IOException, InterruptedException {
        return converse(socket, row.chunks(), row.halfClose());
    }

    static Reply converse(Path socket, List<String> chunks, boolean halfClose)
            throws IOException, InterruptedException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            for (int i = 0; i < chunks.size(); i++) {
                if (i > 0) {
                    // The pause is part of the tested case.
                    Thread.sleep(BETWEEN_CHUNKS.toMillis());
                }
                send(channel, chunks.get(i));
            }
            if (halfClose) {
                channel.shutdownOutput();
            }
            return receive(channel);
        }
    }

    private static void send(SocketChannel channel, String chunk) {
        try {
            channel.write(ByteBuffer.wrap(chunk.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            // The server has already replied and closed.
        }
    }

    private static Reply receive(SocketChannel channel) {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
        boolean reset = false;
        try {
            while (channel.read(buffer) >= 0) {
                reply.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
        } catch (IOException e) {
            reset = true;
        }
        return new Reply(reply.toString(StandardCharsets.ISO_8859_1), reset);
    }
}
