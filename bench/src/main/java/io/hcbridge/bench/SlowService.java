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

/** A service that does not reply until it is closed. Meanwhile the client's process can be inspected. */
final class SlowService implements AutoCloseable {
    private static final String NAME = "hcbridgebenchslo";

    private final Path socket;
    private final ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);

    private @Nullable SocketChannel client;

    /** Starts to listen, and writes {@code .hc-socket} into {@code directory}. */
    SlowService(Path directory, Path socketDirectory) throws IOException {
        socket = socketDirectory.resolve(NAME + ".sock");
        listener.bind(UnixDomainSocketAddress.of(socket));
        listener.configureBlocking(false);
        Files.writeString(directory.resolve(SocketName.FILE_NAME), NAME);
    }

    /** Accepts a client. Returns false if no client has connected. */
    boolean hasClient() {
        try {
            client = listener.accept();
            return client != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Replies {@code healthy} to the accepted client and stops. Other clients receive no reply. */
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
