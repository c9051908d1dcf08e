/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.config.TcpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The address of agent checks as a server line of haproxy.cfg names it. */
sealed interface AgentEndpoint permits AgentEndpoint.TcpEndpoint, AgentEndpoint.UnixEndpoint, TlsEndpoint {
    /** Lines for the top, without comment characters. */
    List<String> comments();

    /** Other sections that the server lines need; often none. */
    default String sections() {
        return "";
    }

    /** The keywords of a server line that switch agent checks on and say where they go. */
    String keywords();

    /**
     * Returns the path as haproxy.cfg may have it between double quotes.
     *
     * @throws IllegalArgumentException if it has a character that cannot be there
     */
    static Path checkPath(Path path) {
        if (!path.toString().chars().allMatch(AgentEndpoint::isAllowed)) {
            throw new IllegalArgumentException(
                    "'" + path + "' must have only letters, digits, spaces and -._/@+=: to be named in haproxy.cfg");
        }
        return path;
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || " -._/@+=:".indexOf(c) >= 0;
    }

    /** Whether the text is an address that stands for every address of a host. */
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
     * @param host as HAProxy reaches it
     * @param comments lines for the top
     */
    record TcpEndpoint(String host, int port, List<String> comments) implements AgentEndpoint {
        /** The address for HAProxy where the bridge listens on {@code listen}; {@code host} replaces the listening host. */
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
                                    + ", all addresses of the bridge's host. agent-addr is right for an",
                            "HAProxy on the same host; for one on another host, use hcbridge haproxy-config --agent-addr."));
        }

        @Override
        public String keywords() {
            return "check agent-check agent-addr " + host + " agent-port " + port;
        }
    }

    /**
     * A unix socket.
     *
     * @param path as HAProxy sees it after it has entered its chroot
     * @param warning for the operator, if HAProxy cannot open the socket
     */
    record UnixEndpoint(Path path, Path chroot, Optional<String> warning) implements AgentEndpoint {
        /**
         * The address for an HAProxy in {@code chroot}.
         *
         * @throws IllegalArgumentException if the path has a character that haproxy.cfg cannot have there
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
                    "No check here: addr would send it to the agent's socket, too. A server that needs a check can",
                    "track one of these: it follows UP, DOWN, drain and maint, but not the weight.");
        }

        @Override
        public String keywords() {
            // HAProxy wants a port for every agent check; a socket has none.
            return "agent-check addr \"unix@" + path + "\" agent-port 1";
        }
    }
}
