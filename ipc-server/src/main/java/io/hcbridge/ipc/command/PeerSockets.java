/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.SocketFamily;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Sockets that know who is at their other end. One for each server. */
interface PeerSockets extends SocketFamily {
    /** Those that know most of what can be loaded here. */
    static PeerSockets best() {
        try {
            if (JunixPeerSockets.areSupported()) {
                return new JunixPeerSockets();
            }
            warn("its native library cannot be loaded", null);
        } catch (LinkageError e) {
            warn("it cannot be loaded", e);
        }
        return new JdkPeerSockets();
    }

    private static void warn(String why, @Nullable Throwable cause) {
        System.getLogger(PeerSockets.class.getName())
                .log(
                        Level.WARNING,
                        "who calls a command is known by the user's name only, as junixsocket is missing: " + why,
                        cause);
    }

    /** Who connected; may look a name up, and so take a while. For any thread. */
    Peer peer(SocketChannel channel) throws IOException;
}
