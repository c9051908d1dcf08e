/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.ipc.health.PeerTrust;
import io.hcbridge.ipc.health.SocketFileException;
import java.io.IOException;
import java.nio.file.Path;

/** The server process of a unix socket, as far as the system reports it. {@code toString} describes it for operators. */
interface SocketPeer {
    /**
     * Checks whether the user of the process is trusted.
     *
     * @throws SocketFileException if the user is not trusted
     */
    void requireTrusted(PeerTrust trust, Path socket) throws IOException;

    /** Returns whether both are the same process. Returns false if this is not certain. */
    boolean isSameProcess(SocketPeer other);
}
