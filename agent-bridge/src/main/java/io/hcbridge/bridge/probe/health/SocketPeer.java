/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.ipc.health.PeerTrust;
import io.hcbridge.ipc.health.SocketFileException;
import java.io.IOException;
import java.nio.file.Path;

/** The process at the other end of a unix socket, as far as the system tells; {@code toString} is for persons. */
interface SocketPeer {
    /**
     * Checks its user.
     *
     * @throws SocketFileException if that user is not believed
     */
    void requireTrusted(PeerTrust trust, Path socket) throws IOException;

    /** Whether both are certainly one process. */
    boolean isSameProcess(SocketPeer other);
}
