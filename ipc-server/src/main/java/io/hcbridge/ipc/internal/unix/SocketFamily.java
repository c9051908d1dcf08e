/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;

/** Where a listener's channels come from. */
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
     * A channel that listens at {@code address}, where nothing is yet, and goes on listening when that path is moved. Its mode does not
     * matter, as nobody can reach it there.
     */
    ServerSocketChannel bind(UnixDomainSocketAddress address, int backlog) throws IOException;
}
