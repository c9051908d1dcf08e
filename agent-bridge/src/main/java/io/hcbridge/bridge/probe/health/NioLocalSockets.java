/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.ipc.health.PeerTrust;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/**
 * Connects unix sockets with the selector of the JDK, on systems without epoll. Identifying the peer looks up its user name, which may be
 * slow.
 */
final class NioLocalSockets extends LocalSockets {
    private static final ChannelOption<UnixDomainPrincipal> PEER =
            NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED);

    NioLocalSockets(EventLoop loop) {
        super(loop);
    }

    @Override
    SocketAddress address(Path path) {
        return UnixDomainSocketAddress.of(path);
    }

    @Override
    Channel open() {
        return new NioDomainSocketChannel();
    }

    @Override
    SocketPeer peer(Channel connected) {
        return new NioPeer(connected.config().getOption(PEER).user());
    }

    /**
     * Returns the reason of a failed connect. The JDK has exception types for only a few reasons, and its other messages are in the
     * language of the system. Netty wraps the exception of the JDK.
     */
    @Override
    ConnectFailure reason(Throwable failure, Path path) {
        Throwable cause = failure.getCause() instanceof SocketException wrapped ? wrapped : failure;
        if (cause instanceof BindException) {
            return ConnectFailure.DENIED;
        }
        if (cause instanceof ConnectException) {
            return ConnectFailure.REFUSED;
        }
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? ConnectFailure.BACKLOG_FULL : ConnectFailure.MISSING;
    }

    private record NioPeer(UserPrincipal user) implements SocketPeer {
        @Override
        public void requireTrusted(PeerTrust trust, Path socket) throws IOException {
            trust.requireTrusted(user, socket);
        }

        /** Returns false, because the JDK reports only the user of a peer. */
        @Override
        public boolean isSameProcess(SocketPeer other) {
            return false;
        }

        @Override
        public String toString() {
            return "user " + user.getName();
        }
    }
}
