/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.handover;

import io.hcbridge.ipc.internal.OwnUser;
import io.hcbridge.ipc.internal.unix.BoundSocket;
import io.hcbridge.ipc.internal.unix.SocketClaim;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.FileDescriptorCast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master's end of the hand-over, a unix socket with mode 0600. Each standby that connects gets the listening sockets, and stays
 * connected as long as both run. Has a thread for each standby. Thread-safe.
 */
public final class HandoverServer implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(HandoverServer.class);
    private static final String MODE = "rw-------";
    /** More than the bridges of a group on one host. */
    private static final int MAX_STANDBYS = 16;

    private static final int BACKLOG = 16;
    private static final long PAUSE_MILLIS = 1000;

    private final SocketClaim claim;
    private final BoundSocket<AFUNIXServerSocket> path;
    private final AFUNIXServerSocket server;

    // Guarded by this.
    private final Set<AFUNIXSocket> connections = new HashSet<>();
    private final Set<AFUNIXSocket> standbys = new HashSet<>();
    private boolean stopped;

    private HandoverServer(SocketClaim claim, BoundSocket<AFUNIXServerSocket> path, AFUNIXServerSocket server) {
        this.claim = claim;
        this.path = path;
        this.server = server;
    }

    /**
     * Listens on a path. Connections wait until {@link #serve}.
     *
     * @return empty if another master has not ended yet, even if this process holds the group's lock
     * @throws IOException if another program uses the path, or the socket cannot be created; the message names it
     */
    public static Optional<HandoverServer> tryOpen(Path path) throws IOException {
        Optional<SocketClaim> claim = SocketClaim.tryAcquire(path);
        return claim.isPresent() ? Optional.of(open(path, claim.get())) : Optional.empty();
    }

    private static HandoverServer open(Path path, SocketClaim claim) throws IOException {
        try {
            AFUNIXServerSocket[] server = new AFUNIXServerSocket[1];
            BoundSocket<AFUNIXServerSocket> bound =
                    BoundSocket.bind(path, PosixFilePermissions.fromString(MODE), "", temporary -> {
                        server[0] = bind(temporary);
                        return server[0];
                    });
            return new HandoverServer(claim, bound, server[0]);
        } catch (IOException | RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    /**
     * Starts to serve.
     *
     * @param sockets returns the sockets that are handed over
     * @param log gets a line for each standby that comes and goes
     */
    public void serve(Supplier<List<ListeningSocket>> sockets, Logger log) {
        start("handover", () -> acceptAll(sockets, log));
    }

    /** Returns the number of standbys that have the sockets. */
    public synchronized int standbys() {
        return standbys.size();
    }

    /**
     * Ends listening. Standbys stay connected until {@link #close}. No descriptor is sent after this call.
     *
     * @return the number of standbys that have the sockets
     */
    public synchronized int stop() {
        if (!stopped) {
            stopped = true;
            logFailure(path);
        }
        return standbys.size();
    }

    /** Releases the path for the next master, and ends all connections, which tells the standbys to try the group's lock. */
    @Override
    public void close() {
        stop();
        logFailure(claim);
        Set<AFUNIXSocket> open;
        synchronized (this) {
            open = new HashSet<>(connections);
        }
        open.forEach(HandoverServer::logFailure);
    }

    private void acceptAll(Supplier<List<ListeningSocket>> sockets, Logger log) {
        while (!server.isClosed()) {
            try {
                AFUNIXSocket connection = server.accept();
                if (connection != null && added(connection)) {
                    start("handover-standby", () -> serve(connection, sockets, log));
                }
            } catch (IOException | RuntimeException e) {
                if (!server.isClosed()) {
                    LOG.warn("group: cannot accept a standby: {}", e.toString());
                    pause();
                }
            }
        }
    }

    private boolean added(AFUNIXSocket connection) throws IOException {
        synchronized (this) {
            if (!stopped && connections.size() < MAX_STANDBYS) {
                connections.add(connection);
                return true;
            }
        }
        connection.close();
        return false;
    }

    private void serve(AFUNIXSocket connection, Supplier<List<ListeningSocket>> sockets, Logger log) {
        try (connection) {
            HandoverPeer.requireTrusted(connection, OwnUser.uid());
            if (sent(connection, sockets)) {
                log.info(
                        "group: standby joined (pid={})",
                        connection.getPeerCredentials().getPid());
                // A standby sends nothing. The read ends with the connection.
                connection.getInputStream().read();
                log.info("group: standby left");
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("group: connection to a standby ended: {}", e.toString());
        } finally {
            synchronized (this) {
                connections.remove(connection);
                standbys.remove(connection);
            }
        }
    }

    /** Sends under the monitor, because a stopping bridge closes its sockets, and the kernel uses their numbers again. */
    private synchronized boolean sent(AFUNIXSocket connection, Supplier<List<ListeningSocket>> sockets)
            throws IOException {
        if (stopped) {
            return false;
        }
        List<ListeningSocket> all = sockets.get();
        FileDescriptor[] descriptors = new FileDescriptor[all.size()];
        for (int i = 0; i < descriptors.length; i++) {
            descriptors[i] =
                    FileDescriptorCast.unsafeUsing(all.get(i).descriptor()).getFileDescriptor();
        }
        connection.setOutboundFileDescriptors(descriptors);
        HandoverMessage message = new HandoverMessage(all.stream()
                .map(socket -> new HandoverMessage.Entry(socket.address().toString(), socket.identity()))
                .toList());
        connection.getOutputStream().write(message.encode());
        standbys.add(connection);
        return true;
    }

    /** A junixsocket socket that was bound to a path does not accept after the path is removed. Its descriptor does. */
    private static AFUNIXServerSocket bind(Path path) throws IOException {
        AFUNIXServerSocketChannel first = AFUNIXServerSocketChannel.open();
        try {
            first.bind(AFUNIXSocketAddress.of(path), BACKLOG);
            AFUNIXServerSocket second =
                    FileDescriptorCast.using(first.getFileDescriptor()).as(AFUNIXServerSocket.class);
            // Keeps the first object reachable: its garbage collection would close the descriptor.
            second.addCloseable(first);
            return second;
        } catch (IOException | RuntimeException e) {
            first.close();
            throw e;
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void logFailure(Closeable step) {
        try {
            step.close();
        } catch (IOException e) {
            LOG.warn("group: cannot close: {}", e.toString());
        }
    }
}
