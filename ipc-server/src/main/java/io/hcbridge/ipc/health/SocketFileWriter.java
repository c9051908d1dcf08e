/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.Deadline;
import io.hcbridge.ipc.Transport;
import io.hcbridge.protocol.health.HealthQuery;
import io.hcbridge.protocol.health.SocketName;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/**
 * The {@value SocketName#FILE_NAME} by which a server is found. It appears whole, by a rename, and goes only while it still names
 * this server. Everyone may read it: the name is no secret, the socket's mode is the guard.
 */
final class SocketFileWriter {
    private static final Duration LIFE_SIGN_LIMIT = Duration.ofSeconds(1);

    private final Transport transport;
    private final Path directory;
    private final Path file;
    private final Path socketDirectory;

    SocketFileWriter(Transport transport, Path directory, Path socketDirectory) {
        this.transport = transport;
        this.directory = directory;
        this.file = directory.resolve(SocketName.FILE_NAME);
        this.socketDirectory = socketDirectory;
    }

    /**
     * Clears away what a killed predecessor left: its socket, on which nobody listens any more.
     *
     * @param takeOver whether a predecessor that still answers is to be replaced
     * @throws IOException if one still answers and is not to be replaced
     */
    void sweep(boolean takeOver) throws IOException {
        Path socket;
        try {
            socket = transport.address(
                    socketDirectory, new SocketFile(directory).read().name().text());
        } catch (SocketFileException e) {
            // Nobody can be found through it; publishing replaces it, or says why it cannot.
            return;
        }
        if (!isAlive(socket)) {
            if (transport.leavesFiles()) {
                removeLeftOver(socket);
            }
        } else if (!takeOver) {
            throw new IOException("a health server already answers for " + directory + ", on " + socket);
        }
    }

    /** Lets {@code name} be found. */
    void publish(SocketName name) throws IOException {
        Path draft = directory.resolve(SocketName.FILE_NAME + "." + name.text());
        try {
            Files.write(draft, name.text().getBytes(StandardCharsets.US_ASCII));
            PosixFileAttributeView access = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
            // Elsewhere the directory's own rules are handed down to the file.
            if (access != null) {
                access.setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            throw new IOException("directory " + directory + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException("directory " + directory + " is not writable", e);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Removes the file if it still names {@code name}. */
    void withdraw(SocketName name) throws IOException {
        try {
            if (new SocketFile(directory).read().name().equals(name)) {
                Files.deleteIfExists(file);
            }
        } catch (SocketFileException e) {
            // Not what we wrote, so not ours.
        }
    }

    // Asks in earnest: a Go server would not survive a client that connects and says nothing.
    private boolean isAlive(Path socket) {
        try {
            QueryExchange.run(transport, socket, PeerTrust.ANYONE, HealthQuery.ping(), Deadline.after(LIFE_SIGN_LIMIT));
            return true;
        } catch (ConnectException gone) {
            return false;
        } catch (IOException e) {
            // A full backlog is a sign of life, a denied permission tells nothing.
            return !(e.getCause() instanceof BindException);
        }
    }

    private void removeLeftOver(Path socket) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            // Who wrote the name made the socket; the name of somebody else's socket proves nothing.
            if (attributes.isOther()
                    && Files.getOwner(socket, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(file))) {
                Files.delete(socket);
            }
        } catch (NoSuchFileException | AccessDeniedException e) {
            // Gone already, or not for us to remove.
        }
    }
}
