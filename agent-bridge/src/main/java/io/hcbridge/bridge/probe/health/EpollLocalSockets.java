/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.FileNotFoundException;
import java.net.SocketAddress;
import java.nio.file.Path;

/** Connects unix sockets with the epoll of the event loop. */
final class EpollLocalSockets extends LocalSockets {
    /**
     * Start of the error number in the message of a failed connect. Netty reports it only in the text: {@code connect(..) failed with
     * error(-111): ...}.
     */
    private static final String ERROR = "error(-";

    EpollLocalSockets(EventLoop loop) {
        super(loop);
    }

    @Override
    SocketAddress address(Path path) {
        return new DomainSocketAddress(path.toString());
    }

    @Override
    Channel open() {
        return new EpollDomainSocketChannel();
    }

    @Override
    ConnectFailure reason(Throwable failure, Path path) {
        if (failure instanceof FileNotFoundException) {
            return ConnectFailure.MISSING;
        }
        return switch (errorNumber(String.valueOf(failure.getMessage()))) {
            case "11" -> ConnectFailure.BACKLOG_FULL;
            case "111" -> ConnectFailure.REFUSED;
            case "1", "13" -> ConnectFailure.DENIED;
            // ENOMEM, ENFILE, EMFILE, ENOBUFS
            case "12", "23", "24", "105" -> ConnectFailure.OWN_FAULT;
            default -> ConnectFailure.OTHER;
        };
    }

    private static String errorNumber(String message) {
        int start = message.indexOf(ERROR);
        int end = message.indexOf(')', Math.max(start, 0));
        return start < 0 || end < 0 ? "" : message.substring(start + ERROR.length(), end);
    }
}
