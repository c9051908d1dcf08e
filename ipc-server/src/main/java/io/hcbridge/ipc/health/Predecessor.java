/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.ClientConnection;
import io.hcbridge.ipc.Deadline;
import io.hcbridge.ipc.Transport;
import io.hcbridge.ipc.internal.unix.ExistingSocket;
import io.hcbridge.protocol.health.HealthProtocol;
import io.hcbridge.protocol.health.SocketName;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The last health server of a directory, which its {@value SocketName#FILE_NAME} leads to. It may still listen. */
final class Predecessor {
    private static final Logger LOG = System.getLogger(HealthServer.class.getName());
    private static final Duration REPLY_LIMIT = Duration.ofSeconds(1);

    private final Transport transport;
    private final Path directory;
    private final Path file;
    private final Path socketDirectory;

    Predecessor(Transport transport, Path directory, Path socketDirectory) {
        this.transport = transport;
        this.directory = directory;
        this.file = directory.resolve(SocketName.FILE_NAME);
        this.socketDirectory = socketDirectory;
    }

    /**
     * Removes the socket if nothing listens on it and the owner of {@code .hc-socket} owns it.
     *
     * @param takeOver whether a server that still listens is replaced
     * @throws IOException if a server still listens and is not to be replaced
     */
    void clear(boolean takeOver) throws IOException {
        PublishedSocket published;
        try {
            published = new SocketFile(directory).read();
        } catch (SocketFileException e) {
            // It leads to no server. Publishing replaces it, or fails with the reason.
            return;
        }
        Path socket = transport.address(socketDirectory, published.name().text());
        boolean inUse = transport.leavesFiles() ? isUnixSocketInUse(socket, published.trust()) : isPipeInUse(socket);
        if (inUse && !takeOver) {
            throw new IOException(
                    "a health server already listens for " + directory + " on " + socket + "; stop it first");
        }
    }

    private boolean isUnixSocketInUse(Path socket, PeerTrust trust) throws IOException {
        try (ExistingSocket predecessor = ExistingSocket.inspect(socket)) {
            switch (predecessor.state()) {
                case DEAD -> predecessor.removeIfStale(SystemUser.ownerOf(file).principal());
                case LIVE, BUSY -> {
                    predecessor.connection().ifPresent(Predecessor::ping);
                    return isTrusted(predecessor, socket, trust);
                }
                case MISSING, NOT_A_SOCKET, FORBIDDEN -> {}
            }
            return false;
        } catch (FileSystemException e) {
            // The predecessor has just closed, or this user may not remove its socket.
            return false;
        }
    }

    /** A stranger who listens under a name that a service has used cannot keep the service from starting. */
    private boolean isTrusted(ExistingSocket predecessor, Path socket, PeerTrust trust) throws IOException {
        try {
            Optional<ClientConnection> connection = predecessor.connection();
            if (connection.isPresent()) {
                trust.requireTrusted(connection.get(), socket);
            } else {
                trust.requireTrusted(SystemUser.ownerOf(socket).uid());
            }
            return true;
        } catch (SocketFileException e) {
            LOG.log(Level.WARNING, "ignored socket " + socket + ", which " + file + " names: " + e.getMessage());
            return false;
        }
    }

    private boolean isPipeInUse(Path pipe) {
        try (ClientConnection connection = transport.connect(pipe, Deadline.after(REPLY_LIMIT))) {
            ping(connection);
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            // A busy server is a live one.
            return true;
        }
    }

    /** Waits for the reply to a ping, because a Go server ends if a client leaves without a word. */
    private static void ping(ClientConnection connection) {
        Deadline deadline = Deadline.after(REPLY_LIMIT);
        connection.send(HealthProtocol.ping(), deadline);
        ByteBuffer buffer = ByteBuffer.allocate(HealthProtocol.MAX_BYTES);
        while (connection.receive(buffer.clear(), deadline) > 0 && !deadline.isOver()) {
            // The reply does not matter.
        }
    }
}
