/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import java.net.InetSocketAddress;

/**
 * The other end of a connection.
 *
 * @param address the key of what is pending for it: an IP address without a port, because HAProxy connects from another port every
 *     time, or one text for all clients of a unix socket
 * @param port for the log; 0 for clients of a unix socket
 */
record Client(String address, int port) {
    static Client of(InetSocketAddress remote) {
        return new Client(remote.getAddress().getHostAddress(), remote.getPort());
    }

    @Override
    public String toString() {
        if (port == 0) {
            return address;
        }
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }
}
