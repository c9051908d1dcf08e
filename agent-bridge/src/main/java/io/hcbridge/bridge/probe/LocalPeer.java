/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.ipc.internal.client.PeerTrust;
import io.hcbridge.ipc.internal.client.SocketFileException;
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

/** The server process of a unix socket, as far as the system reports it. {@code toString} describes it for operators. */
public interface LocalPeer {
    /**
     * Checks whether the user of the process is trusted.
     *
     * @throws SocketFileException if the user is not trusted
     */
    void requireTrusted(PeerTrust trust, Path socket) throws IOException;

    /** Returns whether both are the same process. Returns false if this is not certain. */
    boolean isSameProcess(LocalPeer other);

    /** Returns the server process of a connected channel. */
    static LocalPeer of(Channel connected) throws IOException {
        if (connected instanceof EpollDomainSocketChannel epoll) {
            PeerCredentials peer = epoll.peerCredentials();
            return new OfEpoll(peer.pid(), Integer.toUnsignedLong(peer.uid()));
        }
        return OfJdk.of(connected);
    }

    /** The peer on systems without epoll. The JDK looks up its user name, which may be slow. */
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

        /** Returns false, because the JDK reports only the user of a peer. */
        @Override
        public boolean isSameProcess(LocalPeer other) {
            return false;
        }

        @Override
        public String toString() {
            return "user " + user.getName();
        }
    }

    /** The peer on systems with epoll. */
    record OfEpoll(int pid, long uid) implements LocalPeer {
        @Override
        public void requireTrusted(PeerTrust trust, Path socket) throws SocketFileException {
            trust.requireTrusted(uid);
        }

        /**
         * Returns whether both are the same process. The pid is 0 for a process in another pid namespace, and the result is false then.
         */
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
