/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.ipc.Connection;
import io.hcbridge.ipc.ListenerOptions;
import io.hcbridge.ipc.Session;
import io.hcbridge.ipc.internal.lock.ElectionLock;
import io.hcbridge.ipc.internal.peer.PeerAdmission;
import io.hcbridge.ipc.internal.peer.PeerSockets;
import io.hcbridge.ipc.internal.unix.ExistingSocket;
import io.hcbridge.ipc.internal.unix.SocketLink;
import io.hcbridge.ipc.internal.unix.UnixListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Opens the lock and the unix socket of a group. A tenure has its own threads, which end with it. Thread-safe. */
final class SocketMaster implements Election.Ports {
    private final GroupSettings settings;
    private final AdmittedPeers admitted;
    private final PeerSockets sockets;

    SocketMaster(GroupSettings settings) throws IOException {
        ElectionLock.requireSupport();
        this.settings = settings;
        this.admitted = AdmittedPeers.of(settings);
        this.sockets = PeerSockets.best();
    }

    @Override
    public Optional<ElectionLock> tryAcquire() throws IOException {
        return ElectionLock.tryAcquire(settings.files().lock());
    }

    @Override
    public Tenure open() throws IOException {
        GroupWork work = new GroupWork(settings);
        try {
            return open(work);
        } catch (IOException | RuntimeException | Error e) {
            work.close();
            throw e;
        }
    }

    private Tenure open(GroupWork work) throws IOException {
        Path own = settings.files().ownSocket();
        removeDead(own);
        PeerAdmission admission = new PeerAdmission("group master", sockets, admitted::refusal);
        Function<Connection, Session> sessions = connection -> GroupSession.onSocket(connection, admission, work);
        UnixListener listener = UnixListener.listen(sockets, options(own), sessions);
        try {
            SocketLink socket = new SocketLink(own, settings.files().socket());
            socket.publish();
            return new SocketTenure(socket, listener, admission, work);
        } catch (IOException | RuntimeException | Error e) {
            listener.close();
            throw e;
        }
    }

    private ListenerOptions options(Path path) {
        return new ListenerOptions(
                path,
                settings.socketMode(),
                settings.socketGroup(),
                Set.of(UnixListener.ANYONE),
                Set.of(),
                settings.maxConnections());
    }

    /** The lock is held, so a socket on which no process listens is that of a killed master. */
    private static void removeDead(Path own) throws IOException {
        try (ExistingSocket existing = ExistingSocket.inspect(own)) {
            boolean isFree = switch (existing.state()) {
                case MISSING -> true;
                case DEAD -> existing.removeIfStale(existing.owner());
                case LIVE, BUSY, FORBIDDEN, NOT_A_SOCKET -> false;
            };
            if (!isFree) {
                throw new IOException("socket path " + own + " is in use, but not by the holder of the group's lock");
            }
        }
    }

    private record SocketTenure(SocketLink socket, UnixListener listener, PeerAdmission admission, GroupWork work)
            implements Tenure {
        @Override
        public boolean maintain() throws IOException {
            return socket.publish();
        }

        /** Closes in the reverse order of the start. Every close runs, even if another one throws. */
        @Override
        public void close() throws IOException {
            try (work;
                    admission;
                    listener) {
                socket.withdraw();
            }
        }
    }
}
