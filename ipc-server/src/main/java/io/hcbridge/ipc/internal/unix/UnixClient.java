/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import io.hcbridge.ipc.internal.transport.ClientConnection;
import io.hcbridge.ipc.internal.transport.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** The client side of a unix socket. */
final class UnixClient implements ClientConnection {
    private final SocketChannel channel;
    private @Nullable Selector selector;

    /** Requires a connected, non-blocking channel. {@link #close} closes it. */
    UnixClient(SocketChannel channel) {
        this.channel = channel;
    }

    static UnixClient connect(Path socket, Deadline deadline) throws IOException {
        return new UnixClient(UnixConnector.connect(socket, deadline));
    }

    @Override
    public void send(byte[] bytes, Deadline deadline) {
        try {
            // A single write is enough, because a request is short.
            channel.write(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            // The server has closed the connection; it may have replied.
        }
    }

    @Override
    public int receive(ByteBuffer buffer, Deadline deadline) {
        try {
            awaitReadable(deadline);
            return Thread.currentThread().isInterrupted() ? 0 : channel.read(buffer);
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    public Optional<UserPrincipal> peer() throws IOException {
        return Optional.of(channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            if (selector != null) {
                selector.close();
            }
        }
    }

    private void awaitReadable(Deadline deadline) throws IOException {
        if (selector == null) {
            selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
        }
        selector.select(Math.max(1, deadline.remainingMillis()));
        selector.selectedKeys().clear();
    }
}
