/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An address to listen on.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port 0 to 65535; 0 takes any free one
 */
public record HostPort(String host, int port) {
    private static final String RULE = " must be HOST:PORT, or [IPV6]:PORT";
    private static final int MAX_PORT = 65_535;

    public HostPort {
        if (host.isEmpty() || port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("'" + host + ":" + port + "'" + RULE);
        }
    }

    /** Reads {@code 127.0.0.1:5555}, {@code localhost:5555} or {@code [::1]:5555}. */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty() || bracketed != host.contains(":") || (bracketed && !isIpv6(host))) {
            throw new IllegalArgumentException("'" + text + "'" + RULE);
        }
        try {
            return new HostPort(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "'" + RULE, e);
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static boolean isIpv6(String host) {
        try {
            // A text with a colon is taken as an address or refused; no name is looked up.
            return InetAddress.getByName("[" + host + "]") instanceof Inet6Address;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
