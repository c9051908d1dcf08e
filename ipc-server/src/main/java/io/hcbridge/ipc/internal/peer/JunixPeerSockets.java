/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.peer;

import io.hcbridge.ipc.Peer;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.newsclub.net.unix.AFSocket;
import org.newsclub.net.unix.AFSocketCapability;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketCredentials;
import org.newsclub.net.unix.FileDescriptorCast;

/** Sockets of the library junixsocket. They know the peer's pid, uid and gid. */
public final class JunixPeerSockets implements PeerSockets {
    /** Returns whether the native library can be loaded. The first call takes about 200 ms. */
    static boolean areSupported() {
        return AFUNIXSocket.isSupported() && AFSocket.supports(AFSocketCapability.CAPABILITY_PEER_CREDENTIALS);
    }

    /**
     * Binds a channel and returns a second channel on the same descriptor. A junixsocket channel that was bound to a path does not
     * accept connections after the path is removed.
     */
    @Override
    public ServerSocketChannel bind(UnixDomainSocketAddress address, int backlog) throws IOException {
        AFUNIXServerSocketChannel first = AFUNIXServerSocketChannel.open();
        try {
            first.bind(address, backlog);
            AFUNIXServerSocketChannel second =
                    FileDescriptorCast.using(first.getFileDescriptor()).as(AFUNIXServerSocketChannel.class);
            // Keeps the first channel reachable: its garbage collection would close the descriptor.
            second.socket().addCloseable(first);
            return second;
        } catch (IOException | RuntimeException e) {
            first.close();
            throw e;
        }
    }

    @Override
    public Peer peer(SocketChannel channel) throws IOException {
        AFUNIXSocketCredentials credentials = ((AFUNIXSocketChannel) channel).getPeerCredentials();
        long pid = credentials.getPid();
        long uid = credentials.getUid();
        long[] gids = credentials.getGids();
        return new Peer(
                pid > 0 ? OptionalLong.of(pid) : OptionalLong.empty(),
                OptionalLong.of(uid),
                Arrays.stream(gids == null ? new long[0] : gids).boxed().toList(),
                name(pid, uid));
    }

    /**
     * Returns the name of a user. The JDK returns names only for owners of files. This method looks for a file whose owner has this
     * uid: the directories of the peer's process and of this process in {@code /proc}, and the root directory.
     */
    private static String name(long pid, long uid) {
        for (String path : List.of("/proc/" + pid, "/proc/self", "/")) {
            try {
                Map<String, Object> owner = Files.readAttributes(Path.of(path), "unix:uid,owner");
                if (owner.get("uid") instanceof Integer id
                        && Integer.toUnsignedLong(id) == uid
                        && owner.get("owner") instanceof UserPrincipal user) {
                    return user.getName();
                }
            } catch (IOException | RuntimeException e) {
                // The process has ended, is hidden, or runs in another namespace.
            }
        }
        return Long.toString(uid);
    }
}
