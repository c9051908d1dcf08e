/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A host and a TCP port.
 *
 * @param host name or address; an IPv6 address has no brackets
 * @param port 0 to 65535
 */
public record HostPort(String host, int port) {
    private static final String RULE = " must be HOST:PORT or [IPV6]:PORT";
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;

    /**
     * Checks host and port.
     *
     * @throws IllegalArgumentException if the host is not a valid name or address, or the port is out of range
     */
    public HostPort {
        if (!isHost(host) || port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("'" + host + ":" + port + "'" + RULE);
        }
    }

    /** Parses {@code 127.0.0.1:5432}, {@code localhost:5432} or {@code [::1]:5432}. */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        int port = port(text.substring(colon + 1));
        if (bracketed != host.contains(":") || !isHost(host) || port > MAX_PORT) {
            throw new IllegalArgumentException("'" + text + "'" + RULE);
        }
        return new HostPort(host, port);
    }

    /** Parses the address of a server. Its port is not 0. */
    public static HostPort parseServer(String text) {
        HostPort server = parse(text);
        if (server.port() == 0) {
            throw new IllegalArgumentException("'" + text + "' must have a port from 1 to " + MAX_PORT);
        }
        return server;
    }

    /**
     * Returns whether the text has the form of a host name, an IPv4 address, or an IPv6 address without brackets. No name is looked up.
     */
    public static boolean isHost(String text) {
        if (text.contains(":")) {
            return isIpv6(text);
        }
        return !text.isEmpty() && text.chars().allMatch(HostPort::isNameCharacter);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** @return a number above {@link #MAX_PORT} if the text is not a port */
    private static int port(String text) {
        boolean isNumber = !text.isEmpty()
                && text.length() <= MAX_PORT_DIGITS
                && text.chars().allMatch(HostPort::isDigit);
        return isNumber ? Integer.parseInt(text) : MAX_PORT + 1;
    }

    private static boolean isNameCharacter(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isIpv6(String text) {
        try {
            // A text in brackets is either an IPv6 address or invalid. No name is looked up.
            return InetAddress.getByName("[" + text + "]") instanceof Inet6Address;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
