/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.HostPort;

/**
 * A TCP address to listen on.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port 0 to 65535; 0 takes any free port
 */
public record TcpAddress(String host, int port) implements ListenAddress {
    /**
     * Checks host and port.
     *
     * @throws IllegalArgumentException if the host cannot be a name or an address, or the port is out of range
     */
    public TcpAddress {
        host = new HostPort(host, port).host();
    }

    /** Reads {@code 127.0.0.1:5555}, {@code localhost:5555} or {@code [::1]:5555}. */
    public static TcpAddress parse(String text) {
        HostPort address = HostPort.parse(text);
        return new TcpAddress(address.host(), address.port());
    }

    /** Whether the text can be a host's name, an IPv4 address, or an IPv6 address without brackets; no name is looked up. */
    public static boolean isHost(String text) {
        return HostPort.isHost(text);
    }

    @Override
    public String toString() {
        return new HostPort(host, port).toString();
    }
}
