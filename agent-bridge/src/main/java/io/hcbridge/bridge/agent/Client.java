/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import java.net.InetSocketAddress;

/**
 * The client of a connection.
 *
 * @param address key of the pending resets: an IP address, or one text for all clients of a unix socket. It has no port, because HAProxy
 *     uses a new port for each connection
 * @param port port for the log; 0 for clients of a unix socket
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
