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

/** A relay between one client and a server. It forwards all bytes and records them. */
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

    /** Waits for the end of the first connection and returns its transcript. */
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
            // The relay was closed before a client connected.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(SocketChannel from, SocketChannel to, boolean client) {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                // Recorded before the bytes are forwarded: the reply to them must be recorded later.
                note(
                        client,
                        StandardCharsets.ISO_8859_1.decode(buffer.duplicate()).toString());
                to.write(buffer);
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One side has closed the connection.
        }
    }

    private synchronized void note(boolean client, String bytes) {
        transcript = transcript.plus(client, bytes);
    }
}
