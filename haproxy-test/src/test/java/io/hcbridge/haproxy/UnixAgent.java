/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** An agent on a unix socket with mode 0666. It sends the same reply to every connection. */
final class UnixAgent implements AutoCloseable {
    private static final int MAX_REQUEST_BYTES = 1024;

    private final Path path;
    private final ServerSocketChannel listener;
    private volatile String reply;
    private volatile String lastRequest = "";

    UnixAgent(Path path, String reply) throws IOException {
        this.path = path;
        this.reply = reply;
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(path));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
        Thread thread = new Thread(this::serve, "unix-agent");
        thread.setDaemon(true);
        thread.start();
    }

    /** Changes the reply for connections from now on. */
    void reply(String next) {
        reply = next;
    }

    /** Returns the bytes of the last request: one read of at most 1 KiB. */
    String lastRequest() {
        return lastRequest;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(path);
    }

    private void serve() {
        while (listener.isOpen()) {
            try (SocketChannel connection = listener.accept()) {
                ByteBuffer request = ByteBuffer.allocate(MAX_REQUEST_BYTES);
                connection.read(request);
                lastRequest = new String(request.array(), 0, request.position(), StandardCharsets.ISO_8859_1);
                connection.write(ByteBuffer.wrap(reply.getBytes(StandardCharsets.ISO_8859_1)));
            } catch (IOException e) {
                // HAProxy ends a check with a reset; close() ends accept.
            }
        }
    }
}
