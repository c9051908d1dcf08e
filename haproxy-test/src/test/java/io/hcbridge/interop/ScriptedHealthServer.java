/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** A server that behaves like a {@link GoClientRow} for every client. Clients find it like a Go server. */
final class ScriptedHealthServer implements AutoCloseable {
    private static final Duration BETWEEN_CHUNKS = Duration.ofMillis(200);
    private static final Duration HOLD = Duration.ofSeconds(20);

    private final Path directory;
    private final GoClientRow row;
    private final Path socket;
    private final ServerSocketChannel listener;

    private volatile String received = "";

    ScriptedHealthServer(Path directory, GoClientRow row) throws IOException {
        this.directory = directory;
        this.row = row;
        String name = UUID.randomUUID().toString().replace("-", "");
        socket = Path.of("/tmp", name + ".sock");
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        Files.writeString(directory.resolve(".hc-socket"), name);
        Thread thread = new Thread(this::serve, "scripted health server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns the directory of its {@code .hc-socket}. */
    Path directory() {
        return directory;
    }

    /** Returns the first bytes of the last client, if the row reads them. */
    String received() {
        return received;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(socket);
    }

    private void serve() {
        while (listener.isOpen()) {
            try (SocketChannel peer = listener.accept()) {
                play(peer);
            } catch (IOException e) {
                // The end of the client's connection does not matter.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void play(SocketChannel peer) throws IOException, InterruptedException {
        awaitBytes(peer);
        ByteBuffer buffer = ByteBuffer.allocate(64);
        if (row.reads()) {
            peer.read(buffer);
            received = StandardCharsets.ISO_8859_1.decode(buffer.flip()).toString();
        }
        for (int i = 0; i < row.chunks().size(); i++) {
            if (i > 0) {
                // The pause is part of the tested row.
                Thread.sleep(BETWEEN_CHUNKS.toMillis());
            }
            peer.write(ByteBuffer.wrap(row.chunks().get(i).getBytes(StandardCharsets.ISO_8859_1)));
        }
        if (!row.closes()) {
            awaitBytes(peer);
        }
    }

    private static void awaitBytes(SocketChannel peer) throws IOException {
        try (Selector selector = Selector.open()) {
            peer.configureBlocking(false);
            peer.register(selector, SelectionKey.OP_READ);
            selector.select(HOLD.toMillis());
        }
        peer.configureBlocking(true);
    }
}
