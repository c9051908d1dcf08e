/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

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

/** junixsocket's sockets, which tell the peer's pid, uid and gid. */
final class JunixPeerSockets implements PeerSockets {
    /** Whether the native library can be loaded here; takes some 200 ms the first time. */
    static boolean areSupported() {
        return AFUNIXSocket.isSupported() && AFSocket.supports(AFSocketCapability.CAPABILITY_PEER_CREDENTIALS);
    }

    /**
     * Binds one channel and gives another on the same descriptor: one of junixsocket's that was bound to a path accepts nobody
     * once that path is no longer there.
     */
    @Override
    public ServerSocketChannel bind(UnixDomainSocketAddress address, int backlog) throws IOException {
        AFUNIXServerSocketChannel first = AFUNIXServerSocketChannel.open();
        try {
            first.bind(address, backlog);
            AFUNIXServerSocketChannel second =
                    FileDescriptorCast.using(first.getFileDescriptor()).as(AFUNIXServerSocketChannel.class);
            // Which holds on to the first: that would close their descriptor when collected.
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
     * The JDK names only the owners of files. So the process itself is asked, if it is still there and still the same user's, and
     * then what belongs to this user and to root.
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
            } catch (IOException | RuntimeException gone) {
                // Ended, hidden, or of another namespace.
            }
        }
        return Long.toString(uid);
    }
}
