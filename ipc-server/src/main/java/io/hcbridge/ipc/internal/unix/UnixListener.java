/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import io.hcbridge.ipc.Connection;
import io.hcbridge.ipc.Listener;
import io.hcbridge.ipc.ListenerOptions;
import io.hcbridge.ipc.Session;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A unix socket on which others can speak to this process, served by one daemon thread at a time. Nothing a peer or its session does ends
 * or stalls it. Thread-safe.
 */
public final class UnixListener implements Listener {
    /** In place of a user's name: whomever the socket's mode lets in. */
    public static final String ANYONE = "*";

    /** With a short backlog, a burst of clients fails with EAGAIN. The kernel limits this to {@code net.core.somaxconn}. */
    private static final int BACKLOG = 4096;

    private static final long CLOSE_MILLIS = 2000;

    private final BoundSocket<ServerSocketChannel> socket;
    private final UnixListenerLoop loop;
    private final AtomicBoolean closed = new AtomicBoolean();

    private UnixListener(BoundSocket<ServerSocketChannel> socket, UnixListenerLoop loop) {
        this.socket = socket;
        this.loop = loop;
    }

    /** Listens from now on, on the JDK's own sockets. */
    public static UnixListener listen(ListenerOptions options, Function<Connection, Session> sessions)
            throws IOException {
        return listen(SocketFamily.JDK, options, sessions);
    }

    /**
     * Listens from now on.
     *
     * @param family the channels' kind; of another than the JDK's all users have to be admitted
     *
     * @param sessions makes the session of each new connection; called on the listener's thread
     * @throws IOException naming the path and the rule, if the socket cannot be made as the options ask
     */
    public static UnixListener listen(
            SocketFamily family, ListenerOptions options, Function<Connection, Session> sessions) throws IOException {
        BoundSocket<ServerSocketChannel> socket = BoundSocket.bind(
                options.path(),
                options.mode(),
                options.group(),
                path -> family.bind(UnixSocketPath.address(path), BACKLOG));
        try {
            PeerAccessControl admission = new PeerAccessControl(
                    options.mode(),
                    socket.owner(),
                    allUsers(options),
                    options.path().getFileSystem().getUserPrincipalLookupService());
            ServerSocketChannel channel = socket.socket();
            UnixListenerLoop loop = new UnixListenerLoop(
                    "listener " + options.path(), channel, admission, options.maxConnections(), sessions);
            loop.start();
            return new UnixListener(socket, loop);
        } catch (IOException | RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    /** On a unix socket all clients need the same. */
    private static Set<String> allUsers(ListenerOptions options) {
        Set<String> users = new HashSet<>(options.users());
        users.addAll(options.goUsers());
        return users;
    }

    /** Removes the socket, closes all connections and waits for the thread to end. */
    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            socket.remove();
        } finally {
            // Which closes the socket too: closed under the loop's hands it would look like an error there.
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
