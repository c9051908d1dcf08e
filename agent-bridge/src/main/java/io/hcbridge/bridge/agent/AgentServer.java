/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.config.BridgeConfig.AgentConfig;
import io.hcbridge.bridge.config.HostPort;
import io.hcbridge.bridge.config.Subnet;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.bridge.target.Targets;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts HAProxy's connections and gives each a session. Vert.x listens, accepts and shuts down; the session is a handler in
 * the connection's Netty pipeline, because a client that ends its side after the request (as {@code nc -N} does) must still be
 * answered, which Vert.x's own socket cannot do.
 */
public final class AgentServer {
    private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);
    private static final int BACKLOG = 4096;

    private final Vertx vertx;
    private final AgentConfig config;
    private final Targets targets;
    private final BridgeMetrics metrics;
    private final SessionTimes times;
    private final LogLimit refusals = new LogLimit(Duration.ofSeconds(10), System::nanoTime);
    private final List<NetServer> servers = new ArrayList<>();

    public AgentServer(Vertx vertx, AgentConfig config, Targets targets, BridgeMetrics metrics) {
        this.vertx = vertx;
        this.config = config;
        this.targets = targets;
        this.metrics = metrics;
        this.times = SessionTimes.within(config.replyDeadline());
    }

    /** Listens on one more address; the future has the port, which tells the free one that port 0 took. */
    public Future<Integer> listen(HostPort address) {
        NetServer server = vertx.createNetServer(new NetServerOptions().setAcceptBacklog(BACKLOG))
                .connectHandler(this::accept);
        servers.add(server);
        return server.listen(address.port(), address.host()).map(NetServer::actualPort);
    }

    /** Stops accepting and completes when all that is in flight was answered, at the latest after {@code limit}. */
    public Future<Void> shutdown(Duration limit) {
        return Future.join(
                        servers.stream().map(server -> server.shutdown(limit)).toList())
                .mapEmpty();
    }

    private void accept(NetSocket socket) {
        ChannelHandlerContext context = ((NetSocketInternal) socket).channelHandlerContext();
        Channel channel = context.channel();
        if (!isAllowed(channel)) {
            refuse(channel, Rejection.NOT_ALLOWED, "is not in agent.allow");
            return;
        }
        int open = metrics.connectionOpened();
        channel.closeFuture().addListener(closed -> metrics.connectionClosed());
        if (open > config.maxConnections()) {
            refuse(channel, Rejection.TOO_MANY_CONNECTIONS, "came after agent.max-connections were open");
            return;
        }
        context.pipeline().addBefore(context.name(), "agent", new AgentSession(targets, metrics, times));
    }

    private boolean isAllowed(Channel channel) {
        if (config.allow().isEmpty()) {
            return true;
        }
        return channel.remoteAddress() instanceof InetSocketAddress peer
                && config.allow().stream().anyMatch((Subnet subnet) -> subnet.contains(peer));
    }

    /** Closes without a reply: HAProxy keeps the server's state, which a client's own trouble must not change. */
    private void refuse(Channel channel, Rejection reason, String why) {
        metrics.rejected(reason);
        refusals.next().ifPresent(left -> LOG.warn("refused {}: it {}{}", channel.remoteAddress(), why, left));
        channel.close();
    }
}
