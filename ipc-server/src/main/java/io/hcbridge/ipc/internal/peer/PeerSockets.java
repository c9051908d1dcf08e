/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.peer;

import io.hcbridge.ipc.Peer;
import io.hcbridge.ipc.internal.unix.SocketFamily;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;

/** A library of sockets that can identify peers. Each server has its own instance. */
public interface PeerSockets extends SocketFamily {
    /** Returns junixsocket if it can be loaded, else the JDK's sockets. Logs a warning in the second case. */
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
                        "listener: junixsocket is not available, only the user names of clients are known: " + why);
    }

    /** Returns the client's process. May block, because it looks up the user's name. Thread-safe. */
    Peer peer(SocketChannel channel) throws IOException;
}
