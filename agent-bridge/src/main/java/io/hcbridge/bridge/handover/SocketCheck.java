/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.handover;

import io.hcbridge.bridge.config.ListenAddress;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.config.UnixAddress;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Compares a descriptor from another process with an address of the configuration. Asks the kernel what the descriptor is. */
final class SocketCheck {
    // Linux's numbers.
    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SO_DOMAIN = 39;
    private static final int SOCK_STREAM = 1;
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    private SocketCheck() {}

    /**
     * Checks that the descriptor is a stream socket that listens.
     *
     * @throws IOException if it is not; the message says what it is
     */
    static void requireListening(int descriptor) throws IOException {
        int domain = option(descriptor, SO_DOMAIN);
        if (domain != AF_UNIX && domain != AF_INET && domain != AF_INET6) {
            throw new IOException("it is a socket of the address family " + domain + ", neither TCP nor unix");
        }
        if (option(descriptor, SO_TYPE) != SOCK_STREAM) {
            throw new IOException("it is not a stream socket");
        }
        if (option(descriptor, SO_ACCEPTCONN) == 0) {
            throw new IOException("it does not listen");
        }
    }

    /** Returns whether a listening socket belongs to a configured address. */
    static boolean isAt(int descriptor, ListenAddress address) throws IOException {
        boolean isUnix = option(descriptor, SO_DOMAIN) == AF_UNIX;
        if (address instanceof UnixAddress unix) {
            return isUnix && isAt(path(descriptor), unix.path());
        }
        return !isUnix && isAt(new Socket(descriptor).localAddress(), (TcpAddress) address);
    }

    /** Describes the address of a listening socket, for messages. */
    static String describe(int descriptor) throws IOException {
        if (option(descriptor, SO_DOMAIN) == AF_UNIX) {
            return UnixAddress.SCHEME + path(descriptor);
        }
        InetSocketAddress local = new Socket(descriptor).localAddress();
        return local == null
                ? "an unknown address"
                : new TcpAddress(local.getAddress().getHostAddress().replaceFirst("%.*", ""), local.getPort())
                        .toString();
    }

    /** A bridge binds a unix socket in a private directory beside its path, and links it into place. Systemd binds it at its path. */
    private static boolean isAt(@Nullable Path bound, Path path) {
        if (bound == null || bound.equals(path)) {
            return bound != null;
        }
        Path directory = bound.getParent();
        return directory != null
                && directory.getParent() != null
                && directory.getParent().equals(path.getParent());
    }

    private static boolean isAt(@Nullable InetSocketAddress bound, TcpAddress address) {
        if (bound == null) {
            return false;
        }
        InetSocketAddress wanted = new InetSocketAddress(address.host(), address.port());
        boolean hasPort = address.port() == 0 || address.port() == bound.getPort();
        return hasPort && !wanted.isUnresolved() && isAt(bound.getAddress(), wanted.getAddress());
    }

    /** Where there is IPv6, Netty binds a socket for {@code 0.0.0.0} to {@code ::}, which takes connections by IPv4, too. */
    private static boolean isAt(InetAddress bound, InetAddress wanted) {
        boolean isAnyIpv4 = wanted instanceof Inet4Address && wanted.isAnyLocalAddress();
        return bound.equals(wanted) || (isAnyIpv4 && bound.isAnyLocalAddress());
    }

    private static @Nullable Path path(int descriptor) {
        DomainSocketAddress local = new Socket(descriptor).localDomainSocketAddress();
        return local == null ? null : Path.of(local.path());
    }

    private static int option(int descriptor, int name) throws IOException {
        try {
            return new Socket(descriptor).getIntOpt(SOL_SOCKET, name);
        } catch (IOException | ChannelException e) {
            throw new IOException("it is not a socket", e);
        }
    }
}
