/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.peer;

import io.hcbridge.ipc.Peer;
import io.hcbridge.ipc.internal.unix.SocketFamily;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.OptionalLong;
import jdk.net.ExtendedSocketOptions;

/** Sockets of the JDK. They know only the name of the peer's user. */
public final class JdkPeerSockets implements PeerSockets {
    @Override
    public ServerSocketChannel bind(UnixDomainSocketAddress address, int backlog) throws IOException {
        return SocketFamily.JDK.bind(address, backlog);
    }

    @Override
    public Peer peer(SocketChannel channel) throws IOException {
        UserPrincipal user =
                channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        return new Peer(OptionalLong.empty(), uid(user), List.of(), user.getName());
    }

    /** The JDK compares users by uid, but does not return the uid. Only the uids of root and of this process can be found out. */
    private static OptionalLong uid(UserPrincipal user) throws IOException {
        Path self = Path.of("/proc/self");
        if (user.equals(FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("0"))) {
            return OptionalLong.of(0);
        }
        if (Files.exists(self) && user.equals(Files.getOwner(self))) {
            return OptionalLong.of((Integer) Files.getAttribute(self, "unix:uid"));
        }
        return OptionalLong.empty();
    }
}
