/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.internal.unix.SocketFamily;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;

/** Sockets that identify their peers. One for each server. */
interface PeerSockets extends SocketFamily {
    /** Returns the sockets that tell most about their peers, of those that can be loaded. */
    static PeerSockets best() {
        try {
            if (JunixPeerSockets.areSupported()) {
                return new JunixPeerSockets();
            }
            warn(
                    "its native library cannot be loaded; -Dorg.newsclub.net.unix.library.tmpdir names a directory to load it from");
        } catch (LinkageError e) {
            warn(e.toString());
        }
        return new JdkPeerSockets();
    }

    private static void warn(String why) {
        System.getLogger(PeerSockets.class.getName())
                .log(
                        Level.WARNING,
                        "command server: only the user names of callers are known, because junixsocket is not available: "
                                + why);
    }

    /** The process that connected. Looks up the user's name, which may block. Thread-safe. */
    Peer peer(SocketChannel channel) throws IOException;
}
