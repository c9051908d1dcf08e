/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.internal.SafeLog;
import io.hcbridge.ipc.internal.client.PeerTrust;
import io.hcbridge.ipc.internal.client.PublishedSocket;
import io.hcbridge.ipc.internal.client.SocketFile;
import io.hcbridge.ipc.internal.client.SocketFileException;
import io.hcbridge.ipc.internal.client.SystemUser;
import io.hcbridge.ipc.internal.transport.ClientConnection;
import io.hcbridge.ipc.internal.transport.Deadline;
import io.hcbridge.ipc.internal.transport.Transport;
import io.hcbridge.ipc.internal.unix.ExistingSocket;
import io.hcbridge.protocol.health.HealthProtocol;
import io.hcbridge.protocol.health.SocketName;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The last health server of a directory, found through its {@value SocketName#FILE_NAME}. It may still listen. */
final class PreviousServer {
    private static final Duration REPLY_LIMIT = Duration.ofSeconds(1);

    private final Transport transport;
    private final Path directory;
    private final Path file;
    private final Path socketDirectory;

    PreviousServer(Transport transport, Path directory, Path socketDirectory) {
        this.transport = transport;
        this.directory = directory;
        this.file = directory.resolve(SocketName.FILE_NAME);
        this.socketDirectory = socketDirectory;
    }

    /**
     * Removes the socket if no process listens on it and it belongs to the owner of {@code .hc-socket}.
     *
     * @param takeOver whether to accept that the last server still listens
     * @throws IOException if the last server still listens and {@code takeOver} is false
     */
    void clear(boolean takeOver) throws IOException {
        PublishedSocket published;
        try {
            published = new SocketFile(directory).read();
        } catch (SocketFileException e) {
            // The file names no server. The new server replaces it, or fails with the reason.
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
        try (ExistingSocket previous = ExistingSocket.inspect(socket)) {
            switch (previous.state()) {
                case DEAD -> previous.removeIfStale(SystemUser.ownerOf(file).principal());
                case LIVE, BUSY -> {
                    previous.connection().ifPresent(PreviousServer::ping);
                    return isTrusted(previous, socket, trust);
                }
                case MISSING, NOT_A_SOCKET, FORBIDDEN -> {}
            }
            return false;
        } catch (FileSystemException e) {
            // The last server has just closed, or this user may not remove its socket.
            return false;
        }
    }

    /** Returns whether the listening process is trusted. An untrusted one must not prevent the start of the service. */
    private boolean isTrusted(ExistingSocket previous, Path socket, PeerTrust trust) throws IOException {
        try {
            Optional<ClientConnection> connection = previous.connection();
            if (connection.isPresent()) {
                trust.requireTrusted(connection.get(), socket);
            } else {
                trust.requireTrusted(SystemUser.ownerOf(socket).uid());
            }
            return true;
        } catch (SocketFileException e) {
            SafeLog.warn(
                    HealthServer.class,
                    "health server: ignored socket " + socket + ", named by " + file + ": " + e.getMessage(),
                    null);
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
            // A busy server is still running.
            return true;
        }
    }

    /** Sends a ping and waits for the reply. A Go server ends when a client closes its connection without sending a request. */
    private static void ping(ClientConnection connection) {
        Deadline deadline = Deadline.after(REPLY_LIMIT);
        connection.send(HealthProtocol.ping(), deadline);
        ByteBuffer buffer = ByteBuffer.allocate(HealthProtocol.MAX_BYTES);
        while (connection.receive(buffer.clear(), deadline) > 0 && !deadline.isOver()) {
            // The reply does not matter.
        }
    }
}
