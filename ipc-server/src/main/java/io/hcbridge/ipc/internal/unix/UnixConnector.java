/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import io.hcbridge.ipc.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/** Connects to unix sockets, on the JDK's own. */
public final class UnixConnector {
    private static final long RETRY_MILLIS = 2;

    private UnixConnector() {}

    /**
     * A connection that does not block. A full backlog is waited for.
     *
     * @throws ConnectException if the socket is missing, nobody listens on it, or this user may not connect
     * @throws IOException if the path is too long or the deadline passes
     */
    public static SocketChannel connect(Path socket, Deadline deadline) throws IOException {
        UnixDomainSocketAddress address = UnixSocketPath.address(socket);
        while (true) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.configureBlocking(false);
                channel.connect(address);
                return channel;
            } catch (IOException e) {
                channel.close();
                waitOrThrow(socket, deadline, e);
            }
        }
    }

    private static void waitOrThrow(Path socket, Deadline deadline, IOException e) throws IOException {
        Optional<String> why = ConnectErrors.explain(socket, e);
        if (why.isPresent()) {
            throw new ConnectException(why.get());
        }
        if (!deadline.pause(RETRY_MILLIS)) {
            throw new IOException("cannot connect to " + socket + ": " + e.getMessage(), e);
        }
    }
}
