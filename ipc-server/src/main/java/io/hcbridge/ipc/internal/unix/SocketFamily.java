/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;

/** A library of unix sockets that a listener runs on. */
public interface SocketFamily {
    /** The JDK's own unix sockets, which need no native library. */
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
     * Returns a channel that listens at {@code address}, where nothing exists yet, and that continues to listen when the path is
     * renamed. Its mode does not matter, because the directory is private.
     */
    ServerSocketChannel bind(UnixDomainSocketAddress address, int backlog) throws IOException;
}
