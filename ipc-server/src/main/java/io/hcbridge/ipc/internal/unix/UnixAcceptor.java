/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import io.hcbridge.ipc.internal.SafeLog;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Accepts connections and keeps the set of open ones. Only the listener's thread may use it.
 *
 * <p>If the limit is reached, or the process has no free descriptors, the oldest connection that waits for its peer is closed. If all
 * peers wait for replies, the acceptor pauses until a connection closes, at most 100 ms.
 */
final class UnixAcceptor {
    /** Limits the delay of other connections by a burst of new ones. */
    private static final int ACCEPTS_PER_TURN = 64;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ServerSocketChannel server;
    private final SelectionKey key;
    private final PeerAccessControl accessControl;
    private final int maxConnections;
    private final Function<SocketChannel, UnixConnection> connections;

    /** In the order of acceptance. */
    private final Set<UnixConnection> open = new LinkedHashSet<>();

    private long resumeAt;

    UnixAcceptor(
            ServerSocketChannel server,
            Selector selector,
            PeerAccessControl accessControl,
            int maxConnections,
            Function<SocketChannel, UnixConnection> connections)
            throws IOException {
        this.server = server;
        this.accessControl = accessControl;
        this.maxConnections = maxConnections;
        this.connections = connections;
        server.configureBlocking(false);
        key = server.register(selector, SelectionKey.OP_ACCEPT, this);
    }

    /** Accepts waiting connections and reads from each at once, because most peers have already sent their request. */
    void accept() {
        for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
            if (open.size() >= maxConnections && (i > 0 || !makeRoom())) {
                return;
            }
            SocketChannel peer;
            try {
                peer = server.accept();
            } catch (IOException e) {
                // No free descriptors. The next select frees those of closed connections.
                makeRoom();
                return;
            }
            if (peer == null) {
                return;
            }
            onAccept(peer);
        }
    }

    void closed(UnixConnection connection) {
        open.remove(connection);
        if (isPaused()) {
            resumeAt = System.nanoTime();
        }
    }

    void closeAll() throws IOException {
        for (UnixConnection connection : Set.copyOf(open)) {
            connection.close();
        }
        server.close();
    }

    /** Returns the time when {@link #resume} must be called, or {@code latest} if that is earlier. */
    long nextAt(long latest) {
        return isPaused() && resumeAt - latest < 0 ? resumeAt : latest;
    }

    void resume(long now) {
        if (isPaused() && now - resumeAt >= 0) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    private void onAccept(SocketChannel peer) {
        try {
            peer.configureBlocking(false);
            if (accessControl.admits(peer)) {
                UnixConnection connection = connections.apply(peer);
                open.add(connection);
                connection.ready();
            } else {
                peer.close();
            }
        } catch (Throwable e) {
            SafeLog.warn(UnixAcceptor.class, "listener: closed a new connection after an error", e);
            close(peer);
        }
    }

    private boolean makeRoom() {
        for (UnixConnection connection : open) {
            if (connection.awaitsPeer()) {
                connection.close();
                return true;
            }
        }
        key.interestOps(0);
        resumeAt = System.nanoTime() + PAUSE_NANOS;
        return false;
    }

    private boolean isPaused() {
        return key.interestOps() == 0;
    }

    private static void close(SocketChannel peer) {
        try {
            peer.close();
        } catch (IOException e) {
            // It is unusable anyway.
        }
    }
}
