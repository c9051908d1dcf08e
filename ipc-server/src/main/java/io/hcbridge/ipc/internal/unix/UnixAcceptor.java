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
 * Lets peers in, and knows all that are in. Belongs to the listener's thread.
 *
 * <p>When there is no room, or the process has no descriptors left, the one that has kept its request back for longest goes; if
 * all have asked and wait for their replies, nobody is let in until one of them is done, or for 100 ms.
 */
final class UnixAcceptor {
    /** So that a flood of new peers does not keep the others from their turn. */
    private static final int ACCEPTS_PER_TURN = 64;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ServerSocketChannel server;
    private final SelectionKey key;
    private final PeerAccessControl admission;
    private final int maxConnections;
    private final Function<SocketChannel, UnixConnection> connections;

    /** In the order of arrival. */
    private final Set<UnixConnection> open = new LinkedHashSet<>();

    private long resumeAt;

    UnixAcceptor(
            ServerSocketChannel server,
            Selector selector,
            PeerAccessControl admission,
            int maxConnections,
            Function<SocketChannel, UnixConnection> connections)
            throws IOException {
        this.server = server;
        this.admission = admission;
        this.maxConnections = maxConnections;
        this.connections = connections;
        server.configureBlocking(false);
        key = server.register(selector, SelectionKey.OP_ACCEPT, this);
    }

    /** Lets in who is waiting, and gives each the first turn: most have sent their request already. */
    void accept() {
        for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
            if (open.size() >= maxConnections && (i > 0 || !makeRoom())) {
                return;
            }
            SocketChannel peer;
            try {
                peer = server.accept();
            } catch (IOException e) {
                // Out of descriptors. Those of closed connections are free only after the next select.
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

    /** When {@link #resume} has to be called, but {@code latest} at the latest. */
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
            if (admission.admits(peer)) {
                UnixConnection connection = connections.apply(peer);
                open.add(connection);
                connection.ready();
            } else {
                peer.close();
            }
        } catch (Throwable e) {
            SafeLog.warn(UnixAcceptor.class, "a new connection could not be served", e);
            close(peer);
        }
    }

    private boolean makeRoom() {
        for (UnixConnection connection : open) {
            if (connection.awaitsRequest()) {
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
            // Nothing is left to be lost.
        }
    }
}
