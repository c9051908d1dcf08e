/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Connects unix sockets with the selector of the JDK, on systems without epoll. */
final class NioLocalSockets extends LocalSockets {
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
}
