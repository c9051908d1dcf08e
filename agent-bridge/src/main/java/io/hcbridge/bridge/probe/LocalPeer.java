/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.ipc.health.PeerTrust;
import io.hcbridge.ipc.health.SocketFileException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** The process at the other end of a unix socket, as far as the system tells; {@code toString} is for persons. */
public interface LocalPeer {
    /**
     * Checks its user.
     *
     * @throws SocketFileException if that user is not believed
     */
    void requireTrusted(PeerTrust trust, Path socket) throws IOException;

    /** Whether both are certainly one process. */
    boolean isSameProcess(LocalPeer other);

    /** The process that listens at the other end of a connected channel. */
    static LocalPeer of(Channel connected) throws IOException {
        if (connected instanceof EpollDomainSocketChannel epoll) {
            PeerCredentials peer = epoll.peerCredentials();
            return new OfEpoll(peer.pid(), Integer.toUnsignedLong(peer.uid()));
        }
        return OfJdk.of(connected);
    }

    /** Where there is no epoll. Who the peer is costs the JDK a look-up of the name. */
    record OfJdk(UserPrincipal user) implements LocalPeer {
        private static final ChannelOption<UnixDomainPrincipal> PEER =
                NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED);

        static LocalPeer of(Channel connected) {
            return new OfJdk(connected.config().getOption(PEER).user());
        }

        @Override
        public void requireTrusted(PeerTrust trust, Path socket) throws IOException {
            trust.requireTrusted(user, socket);
        }

        /** The JDK tells the user alone. */
        @Override
        public boolean isSameProcess(LocalPeer other) {
            return false;
        }

        @Override
        public String toString() {
            return "user " + user.getName();
        }
    }

    /** Where there is epoll. */
    record OfEpoll(int pid, long uid) implements LocalPeer {
        @Override
        public void requireTrusted(PeerTrust trust, Path socket) throws SocketFileException {
            trust.requireTrusted(uid);
        }

        /** A process of another pid namespace has no number here. */
        @Override
        public boolean isSameProcess(LocalPeer other) {
            return pid > 0 && equals(other);
        }

        @Override
        public String toString() {
            return "pid " + pid + " uid " + uid;
        }
    }
}
