/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.internal.peer.JdkPeerSockets;
import io.hcbridge.ipc.internal.peer.JunixPeerSockets;
import io.hcbridge.ipc.internal.peer.PeerSockets;

/** The socket libraries that a server can use. All tests must pass with both. */
enum Sockets {
    JDK {
        @Override
        PeerSockets open() {
            return new JdkPeerSockets();
        }
    },
    JUNIX {
        @Override
        PeerSockets open() {
            return new JunixPeerSockets();
        }
    };

    abstract PeerSockets open();
}
