/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** A health server that behaves like one {@link ClientRow}, for one client. Writes a {@code .hc-socket}. */
final class ScriptedServer {
    static final String NAME = "scripted0server1";

    private static final long BETWEEN_PARTS_MILLIS = 50;

    private final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    /** Returns the client's result with a server that behaves like {@code row}. */
    static HealthResult play(Path directory, ClientRow row, boolean inPieces, Supplier<HealthResult> client)
            throws IOException, InterruptedException {
        ScriptedServer server = new ScriptedServer(directory, row, inPieces);
        try {
            return client.get();
        } finally {
            server.close();
        }
    }

    private ScriptedServer(Path directory, ClientRow row, boolean inPieces) throws IOException {
        server.bind(UnixDomainSocketAddress.of(directory.resolve(NAME + ".sock")));
        Files.writeString(directory.resolve(".hc-socket"), NAME);
        thread = new Thread(() -> serve(row, inPieces), "scripted server");
        thread.start();
    }

    private void serve(ClientRow row, boolean inPieces) {
        try (SocketChannel client = server.accept()) {
            if (row.end() != ClientRow.End.WITHOUT_READING) {
                // Closing with unread bytes causes a reset.
                int wanted = row.end() == ClientRow.End.RESET ? 2 : 4;
                ByteBuffer request = ByteBuffer.allocate(wanted);
                while (request.hasRemaining() && client.read(request) >= 0) {}
            }
            for (String part : row.parts()) {
                send(client, part.getBytes(UTF_8), inPieces ? 1 : Integer.MAX_VALUE);
                if (row.parts().size() > 1) {
                    Thread.sleep(BETWEEN_PARTS_MILLIS);
                }
            }
            if (row.end() == ClientRow.End.STAY) {
                over.await();
            }
        } catch (IOException | InterruptedException e) {
            // The client has its result, or the test has ended.
        }
    }

    private static void send(SocketChannel client, byte[] bytes, int piece) throws IOException {
        for (int start = 0; start < bytes.length; start += piece) {
            ByteBuffer part = ByteBuffer.wrap(bytes, start, Math.min(piece, bytes.length - start));
            while (part.hasRemaining()) {
                client.write(part);
            }
            if (piece > bytes.length) {
                return;
            }
        }
    }

    private void close() throws IOException, InterruptedException {
        over.countDown();
        server.close();
        thread.join();
    }
}
