/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.config.TcpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The address of agent checks in a server line of haproxy.cfg. */
sealed interface AgentEndpoint permits AgentEndpoint.TcpEndpoint, AgentEndpoint.UnixEndpoint, TlsEndpoint {
    /** Returns comment lines for the top of the output, without the comment character. */
    List<String> comments();

    /** Returns sections that the server lines need in addition; empty if they need none. */
    default String sections() {
        return "";
    }

    /** Returns the keywords of a server line that enable agent checks and set their address. */
    String keywords();

    /**
     * Returns the path if it can be written between double quotes in haproxy.cfg.
     *
     * @throws IllegalArgumentException if it contains a character that cannot
     */
    static Path checkPath(Path path) {
        if (!path.toString().chars().allMatch(AgentEndpoint::isAllowed)) {
            throw new IllegalArgumentException(
                    "'" + path + "' must have only letters, digits, spaces and -._/@+=: to be usable in haproxy.cfg");
        }
        return path;
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || " -._/@+=:".indexOf(c) >= 0;
    }

    /** Returns whether the text is a wildcard address like {@code 0.0.0.0} or {@code ::}. */
    static boolean isWildcard(String host) {
        boolean isAddress = host.contains(":") || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        try {
            return isAddress && InetAddress.getByName(host).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * A TCP address.
     *
     * @param host address or name that HAProxy connects to
     * @param comments comment lines for the top of the output
     */
    record TcpEndpoint(String host, int port, List<String> comments) implements AgentEndpoint {
        /** Returns the address that HAProxy connects to. {@code host}, if present, replaces the host of {@code listen}. */
        static TcpEndpoint of(TcpAddress listen, @Nullable String host) {
            if (host != null) {
                return new TcpEndpoint(host, listen.port(), List.of());
            }
            if (!isWildcard(listen.host())) {
                return new TcpEndpoint(listen.host(), listen.port(), List.of());
            }
            String loopback = listen.host().contains(":") ? "::1" : "127.0.0.1";
            return new TcpEndpoint(
                    loopback,
                    listen.port(),
                    List.of(
                            "agent.listen is " + listen
                                    + ", which means all addresses of the bridge's host. This agent-addr is for",
                            "HAProxy on the same host. For HAProxy on another host, use hcbridge haproxy-config --agent-addr."));
        }

        @Override
        public String keywords() {
            return "check agent-check agent-addr " + host + " agent-port " + port;
        }
    }

    /**
     * A unix socket.
     *
     * @param path path inside HAProxy's chroot
     * @param warning a message for the operator if HAProxy cannot open the socket
     */
    record UnixEndpoint(Path path, Path chroot, Optional<String> warning) implements AgentEndpoint {
        /**
         * Returns the address for HAProxy with the chroot {@code chroot}.
         *
         * @throws IllegalArgumentException if the path contains a character that cannot be used in haproxy.cfg
         */
        static UnixEndpoint of(Path socket, Path chroot) {
            checkPath(socket);
            if (!socket.startsWith(chroot)) {
                return new UnixEndpoint(
                        socket,
                        chroot,
                        Optional.of("warning: " + socket + " is outside HAProxy's chroot " + chroot
                                + ": HAProxy cannot open it, reports SOCKERR and keeps each server's last state; put the"
                                + " socket below " + chroot + ", or name HAProxy's chroot with --chroot (/ for none)"));
            }
            return new UnixEndpoint(Path.of("/").resolve(chroot.relativize(socket)), chroot, Optional.empty());
        }

        @Override
        public List<String> comments() {
            String where = chroot.getNameCount() == 0 ? "" : ", inside its chroot " + chroot;
            return List.of(
                    "HAProxy opens the socket as its own user" + where + ".",
                    "These servers have no check: addr would send it to the agent's socket, too. A server that needs",
                    "a check can track one of them. It follows UP, DOWN, drain and maint, but not the weight.");
        }

        @Override
        public String keywords() {
            // HAProxy requires agent-port for every agent check, although it has no meaning for a unix socket.
            return "agent-check addr \"unix@" + path + "\" agent-port 1";
        }
    }
}
