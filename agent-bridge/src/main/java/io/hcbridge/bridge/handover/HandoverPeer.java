/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.handover;

import java.io.IOException;
import org.newsclub.net.unix.AFUNIXSocket;

/** Decides whether the process at the other end of a hand-over is trusted. Both ends do. */
final class HandoverPeer {
    private static final long ROOT = 0;

    private HandoverPeer() {}

    /**
     * Checks the user of the other process, which the kernel has recorded.
     *
     * @param own uid of this process
     * @throws IOException unless it is this process's user or root; the message names the uid
     */
    static void requireTrusted(AFUNIXSocket connection, long own) throws IOException {
        requireTrusted(connection.getPeerCredentials().getUid(), own);
    }

    static void requireTrusted(long uid, long own) throws IOException {
        if (uid != own && uid != ROOT) {
            throw new IOException(
                    "the other process runs as uid " + uid + "; members of a group must run as the same user or root");
        }
    }
}
