/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.internal.unix.UnixSocketPath;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;

/** A socket that nobody listens on any more, where a new one is to be. */
final class StaleSocket {
    private StaleSocket() {}

    /**
     * Clears {@code path} if a dead socket is there.
     *
     * @throws IOException naming the path, if something else is there
     */
    static void sweep(Path path) throws IOException {
        try {
            if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther()) {
                throw new IOException("socket path " + path + " is taken by something that is no socket");
            }
        } catch (NoSuchFileException e) {
            return;
        }
        if (isAlive(path)) {
            throw inUse(path);
        }
        remove(path);
    }

    /** Moved out of the way and asked again there: since the first question another server may have put its own in its place. */
    private static void remove(Path path) throws IOException {
        Path aside = path.resolveSibling(".hc" + UUID.randomUUID().toString().substring(0, 6));
        try {
            Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new IOException("dead socket " + path + " cannot be removed: " + e, e);
        }
        boolean alive = isAlive(aside);
        if (alive) {
            Files.createLink(path, aside);
        }
        Files.delete(aside);
        if (alive) {
            throw inUse(path);
        }
    }

    private static IOException inUse(Path path) {
        return new IOException("socket path " + path + " is in use: another server answers there");
    }

    /** Only a refusal is proof of death; a full backlog or a lack of rights is none. */
    private static boolean isAlive(Path path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            channel.connect(UnixSocketPath.address(path));
            return true;
        } catch (ConnectException refused) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
