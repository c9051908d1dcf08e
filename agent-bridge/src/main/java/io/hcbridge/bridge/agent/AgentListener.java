/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.config.ListenAddress;
import io.hcbridge.bridge.handover.ListeningSocket;
import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import io.vertx.core.net.NetServer;
import java.util.Optional;

/**
 * One address on which agent checks are accepted.
 *
 * @param channel the listening channel of {@code server}; empty if it is not known, then it cannot be shared
 * @param file the unix socket's file; empty for a TCP address, and for a file that the service manager removes
 */
record AgentListener(
        ListenAddress address, NetServer server, Optional<Channel> channel, Optional<AgentUnixSocket> file) {
    /** Returns the socket for another process; empty without epoll. */
    Optional<ListeningSocket> shared() {
        return channel.filter(UnixChannel.class::isInstance)
                .map(open -> ((UnixChannel) open).fd().intValue())
                .map(descriptor -> new ListeningSocket(address, descriptor, file.map(AgentUnixSocket::identity)));
    }
}
