/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.HostPort;

/**
 * A TCP address.
 *
 * @param host name or address; an IPv6 address has no brackets
 * @param port 0 to 65535; 0 means any free port
 */
public record TcpAddress(String host, int port) implements ListenAddress {
    /**
     * Checks host and port.
     *
     * @throws IllegalArgumentException if the host is not a valid name or address, or the port is out of range
     */
    public TcpAddress {
        host = new HostPort(host, port).host();
    }

    /** Parses {@code 127.0.0.1:5555}, {@code localhost:5555} or {@code [::1]:5555}. */
    public static TcpAddress parse(String text) {
        HostPort address = HostPort.parse(text);
        return new TcpAddress(address.host(), address.port());
    }

    /**
     * Returns whether the text has the form of a host name, an IPv4 address, or an IPv6 address without brackets. No name is looked up.
     */
    public static boolean isHost(String text) {
        return HostPort.isHost(text);
    }

    @Override
    public String toString() {
        return new HostPort(host, port).toString();
    }
}
