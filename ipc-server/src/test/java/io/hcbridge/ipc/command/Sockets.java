/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

/** The kinds of sockets that a server may run on, both of which have to keep all its promises. */
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
