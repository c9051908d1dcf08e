/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.protocol.health.SocketName;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A service that lets its clients wait for an answer, so that they can be looked at meanwhile. */
final class SlowService implements AutoCloseable {
    private static final String NAME = "hcbridgebenchslo";

    private final Path socket;
    private final ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);

    private @Nullable SocketChannel client;

    /** Publishes itself in {@code directory}. */
    SlowService(Path directory, Path socketDirectory) throws IOException {
        socket = socketDirectory.resolve(NAME + ".sock");
        listener.bind(UnixDomainSocketAddress.of(socket));
        listener.configureBlocking(false);
        Files.writeString(directory.resolve(SocketName.FILE_NAME), NAME);
    }

    /** Whether a client has come. */
    boolean hasClient() {
        try {
            client = listener.accept();
            return client != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Tells the client that was seen that all is well, and ends; others hear nothing more. */
    @Override
    public void close() throws IOException {
        if (client != null) {
            client.write(ByteBuffer.wrap("healthy".getBytes(StandardCharsets.US_ASCII)));
            client.close();
        }
        listener.close();
        Files.deleteIfExists(socket);
    }
}
