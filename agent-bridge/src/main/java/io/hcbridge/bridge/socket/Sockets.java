/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.socket;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollIoHandle;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** Makes an event loop's connections. Belongs to the loop. */
public interface Sockets {
    /** How many connections may wait for their acceptance; a small backlog stalls a burst for a second. */
    int BACKLOG = 4096;

    /** How many connections are accepted before those that are open get their turn. */
    int ACCEPTED_IN_ONE_TURN = 64;

    /** How long no connection is accepted after one could not be. */
    int PAUSE_MILLIS = 100;

    /**
     * Connects to a unix socket, which succeeds or fails at once.
     *
     * @throws IOException of the types that {@link io.hcbridge.ipc.internal.unix.ConnectErrors} describes
     */
    Connection connect(Path socket) throws IOException;

    /**
     * Listens on a TCP port.
     *
     * @throws IOException if the address cannot be listened on
     */
    Listening listen(InetSocketAddress address, Acceptor acceptor) throws IOException;

    /** Those of the loop's kind. */
    static Sockets on(EventLoop loop) {
        IoEventLoop io = (IoEventLoop) loop;
        return io.isCompatible(EpollIoHandle.class) ? new EpollSockets(io) : new NioSockets(io);
    }
}
