/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client's end of a unix socket. */
final class UnixClient implements Dialed {
    private static final long RETRY_MILLIS = 2;

    private final SocketChannel channel;
    private @Nullable Selector selector;

    private UnixClient(SocketChannel channel) {
        this.channel = channel;
    }

    static UnixClient dial(Path socket, Deadline deadline) throws IOException {
        UnixDomainSocketAddress address = UnixSocketPath.address(socket);
        while (true) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.configureBlocking(false);
                channel.connect(address);
                return new UnixClient(channel);
            } catch (IOException e) {
                channel.close();
                retryOrThrow(socket, deadline, e);
            }
        }
    }

    @Override
    public void send(byte[] bytes, Deadline deadline) {
        try {
            // So few bytes as one asks with are never taken in part.
            channel.write(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            // The server has gone.
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

    private static void retryOrThrow(Path socket, Deadline deadline, IOException e) throws IOException {
        Optional<String> why = Refusal.explain(socket, e);
        if (why.isPresent()) {
            throw new ConnectException(why.get());
        }
        if (!deadline.pause(RETRY_MILLIS)) {
            throw new IOException("cannot connect to " + socket + ": " + e.getMessage(), e);
        }
    }
}
