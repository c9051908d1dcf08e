/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;

/** A library of unix sockets. A listener uses one of them. */
public interface SocketFamily {
    /** The JDK's unix sockets. They need no native library. */
    SocketFamily JDK = (address, backlog) -> {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return channel.bind(address, backlog);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    };

    /**
     * Returns a channel that listens at {@code address}. Nothing exists there before. The channel must continue to listen when the path
     * is renamed. Its mode does not matter, because the directory is private.
     */
    ServerSocketChannel bind(UnixDomainSocketAddress address, int backlog) throws IOException;
}
