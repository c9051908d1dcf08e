/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import io.hcbridge.ipc.internal.transport.ClientConnection;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file at a socket path, inspected before a server listens there. Only a refused connection proves that no process listens on a
 * socket. Not thread-safe.
 */
public final class ExistingSocket implements Closeable {
    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;

    /** The state of the path when it was inspected. */
    public enum State {
        /** The path does not exist. */
        MISSING,
        /** The file is not a socket. */
        NOT_A_SOCKET,
        /** No process listens on the socket. */
        DEAD,
        /** A process listens on the socket. */
        LIVE,
        /** A process listens, but its backlog is full. */
        BUSY,
        /** This user has no permission to connect. It is unknown whether a process listens. */
        FORBIDDEN
    }

    private final Path path;
    private final State state;
    private final @Nullable ClientConnection connection;

    private ExistingSocket(Path path, State state, @Nullable ClientConnection connection) {
        this.path = path;
        this.state = state;
        this.connection = connection;
    }

    /**
     * Inspects {@code path} by a connect. Does not wait.
     *
     * @throws IOException if the path is too long, or its directory is not accessible
     */
    public static ExistingSocket inspect(Path path) throws IOException {
        try {
            if (((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & FILE_TYPE) != SOCKET) {
                return new ExistingSocket(path, State.NOT_A_SOCKET, null);
            }
        } catch (NoSuchFileException e) {
            return new ExistingSocket(path, State.MISSING, null);
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            channel.connect(UnixSocketPath.address(path));
            return new ExistingSocket(path, State.LIVE, new UnixClient(channel));
        } catch (IOException e) {
            channel.close();
            return new ExistingSocket(path, stateAfter(e, path), null);
        }
    }

    public State state() {
        return state;
    }

    /** Returns the connection to a live socket; empty in all other states. {@link #close} closes it. */
    public Optional<ClientConnection> connection() {
        return Optional.ofNullable(connection);
    }

    /** Returns the socket's owner. */
    public UserPrincipal owner() throws IOException {
        return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Removes the socket if it is dead and belongs to {@code owner}.
     *
     * @return whether the path does not exist now
     */
    public boolean removeIfStale(UserPrincipal owner) throws IOException {
        try {
            if (state == State.DEAD && owner().equals(owner)) {
                Files.delete(path);
                return true;
            }
            return state == State.MISSING;
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        if (connection != null) {
            connection.close();
        }
    }

    private static State stateAfter(IOException failure, Path path) {
        if (failure instanceof BindException) {
            // The JDK's type for EACCES and EPERM.
            return State.FORBIDDEN;
        }
        if (failure instanceof ConnectException) {
            return State.DEAD;
        }
        // The JDK has no exception types for EAGAIN (the backlog is full) and ENOENT.
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? State.BUSY : State.MISSING;
    }
}
