/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import io.hcbridge.ipc.internal.Backoff;
import io.hcbridge.ipc.internal.transport.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/** Connects to unix sockets with the JDK's channels. */
public final class UnixConnector {
    private UnixConnector() {}

    /**
     * Opens a non-blocking channel. While the server's backlog is full, it retries with delays of 2 to 50 ms.
     *
     * @throws ConnectException if the socket does not exist, no process listens on it, or this user has no permission
     * @throws IOException if the path is too long, or the deadline passes
     */
    public static SocketChannel connect(Path socket, Deadline deadline) throws IOException {
        UnixDomainSocketAddress address = UnixSocketPath.address(socket);
        Backoff backoff = new Backoff();
        while (true) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.configureBlocking(false);
                channel.connect(address);
                return channel;
            } catch (IOException e) {
                channel.close();
                retryAfterBacklogFull(socket, deadline, backoff, e);
            }
        }
    }

    private static void retryAfterBacklogFull(Path socket, Deadline deadline, Backoff backoff, IOException e)
            throws IOException {
        Optional<String> why = ConnectErrors.describe(socket, e);
        if (why.isPresent()) {
            throw new ConnectException(why.get());
        }
        if (!deadline.pause(backoff.nextMillis())) {
            throw new IOException("cannot connect to " + socket + ": " + e.getMessage(), e);
        }
    }
}
