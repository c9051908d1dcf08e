/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import io.hcbridge.ipc.ClientConnection;
import io.hcbridge.ipc.Deadline;
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
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            channel.write(rest);
            while (rest.hasRemaining()
                    && !deadline.isOver()
                    && !Thread.currentThread().isInterrupted()) {
                await(SelectionKey.OP_WRITE, deadline);
                channel.write(rest);
            }
        } catch (IOException e) {
            // The server has closed the connection; it may have replied.
        }
    }

    @Override
    public int receive(ByteBuffer buffer, Deadline deadline) {
        try {
            await(SelectionKey.OP_READ, deadline);
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

    private void await(int operation, Deadline deadline) throws IOException {
        Selector waiting = selector;
        if (waiting == null) {
            waiting = Selector.open();
            selector = waiting;
            channel.register(waiting, operation);
        } else {
            channel.keyFor(waiting).interestOps(operation);
        }
        waiting.select(Math.max(1, deadline.remainingMillis()));
        waiting.selectedKeys().clear();
    }
}
