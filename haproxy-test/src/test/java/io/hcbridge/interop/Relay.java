/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stands between one client and a server, passes on what they say, and writes it down. */
final class Relay implements AutoCloseable {
    private final Path path;
    private final Path server;
    private final ServerSocketChannel listener;
    private final Thread forwards = new Thread(this::serve, "relay");

    // Guarded by this.
    private Transcript transcript = Transcript.parse("");

    Relay(Path path, Path server) throws IOException {
        this.path = path;
        this.server = server;
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(path));
        forwards.start();
    }

    /** What was said on the first connection, once it has ended. */
    Transcript transcript() throws InterruptedException {
        forwards.join();
        synchronized (this) {
            return transcript;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(path);
    }

    private void serve() {
        try (SocketChannel client = listener.accept();
                SocketChannel upstream = SocketChannel.open(UnixDomainSocketAddress.of(server))) {
            Thread backwards = new Thread(() -> pump(upstream, client, false), "relay back");
            backwards.start();
            pump(client, upstream, true);
            backwards.join();
        } catch (IOException e) {
            // Closed before a client came.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(SocketChannel from, SocketChannel to, boolean client) {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                // Before it is passed on, so that no answer to it is written down first.
                note(
                        client,
                        StandardCharsets.ISO_8859_1.decode(buffer.duplicate()).toString());
                to.write(buffer);
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One side has gone, so the conversation is over.
        }
    }

    private synchronized void note(boolean client, String bytes) {
        transcript = transcript.plus(client, bytes);
    }
}
