/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import io.hcbridge.ipc.internal.transport.Connection;
import io.hcbridge.ipc.internal.transport.Listener;
import io.hcbridge.ipc.internal.transport.ListenerOptions;
import io.hcbridge.ipc.internal.transport.Session;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A listening unix socket. One daemon thread at a time serves it. No peer and no session can end or block it. Thread-safe.
 */
public final class UnixListener implements Listener {
    /** In place of a user's name, admits every user that the socket's mode permits. */
    public static final String ANYONE = "*";

    /** With a short backlog, connects of a burst of clients fail with EAGAIN. The kernel limits this value to {@code net.core.somaxconn}. */
    private static final int BACKLOG = 4096;

    private static final long CLOSE_MILLIS = 2000;

    private final BoundSocket<ServerSocketChannel> socket;
    private final UnixListenerLoop loop;
    private final AtomicBoolean closed = new AtomicBoolean();

    private UnixListener(BoundSocket<ServerSocketChannel> socket, UnixListenerLoop loop) {
        this.socket = socket;
        this.loop = loop;
    }

    /** Starts to listen with the JDK's sockets. */
    public static UnixListener listen(ListenerOptions options, Function<Connection, Session> sessions)
            throws IOException {
        return listen(SocketFamily.JDK, options, sessions);
    }

    /**
     * Starts to listen.
     *
     * @param family library of the sockets; if it is not the JDK's, {@code options} must admit all users
     * @param sessions creates the session of each new connection; called on the listener's thread
     * @throws IOException if the socket cannot be created with these options; the message names the path and the rule
     */
    public static UnixListener listen(
            SocketFamily family, ListenerOptions options, Function<Connection, Session> sessions) throws IOException {
        BoundSocket<ServerSocketChannel> socket = BoundSocket.bind(
                options.path(),
                options.mode(),
                options.group(),
                path -> family.bind(UnixSocketPath.address(path), BACKLOG));
        try {
            PeerAccessControl accessControl = new PeerAccessControl(
                    options.mode(),
                    socket.owner(),
                    allUsers(options),
                    options.path().getFileSystem().getUserPrincipalLookupService());
            ServerSocketChannel channel = socket.socket();
            UnixListenerLoop loop = new UnixListenerLoop(
                    "listener " + options.path(), channel, accessControl, options.maxConnections(), sessions);
            loop.start();
            return new UnixListener(socket, loop);
        } catch (IOException | RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    /** On a unix socket, all clients need the same rights. */
    private static Set<String> allUsers(ListenerOptions options) {
        Set<String> users = new HashSet<>(options.users());
        users.addAll(options.goUsers());
        return users;
    }

    /** Removes the socket, closes all connections and waits at most 2 s for the thread to end. */
    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            socket.remove();
        } finally {
            // The loop closes the socket. If this thread closed it, the loop would log an error.
            loop.stop();
            awaitEnd();
        }
    }

    private void awaitEnd() {
        try {
            loop.awaitEnd(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
