/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.config.BridgeConfig.AgentConfig;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.bridge.target.Targets;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Accepts HAProxy's connections with Vert.x servers on one event loop and gives each a session. */
public final class AgentServer {
    /** Connections that may wait to be accepted. With a short queue a burst of connections is delayed by a second. */
    private static final int BACKLOG = 4096;

    /** Request lines are short. A longer one is read in several steps. */
    private static final RecvByteBufAllocator READ_BUFFER = new FixedRecvByteBufAllocator(512);

    private final Vertx vertx;
    private final AgentConfig config;
    private final BridgeMetrics metrics;
    private final SessionEnvironment environment;
    private final SessionLog log = new SessionLog(System::nanoTime);
    private final List<NetServer> servers = new ArrayList<>();
    private int open;

    /** @param vertx with one event loop, on which the targets live */
    public AgentServer(Vertx vertx, AgentConfig config, Targets targets, BridgeMetrics metrics) {
        this.vertx = vertx;
        this.config = config;
        this.metrics = metrics;
        this.environment = new SessionEnvironment(targets, metrics, SessionTimes.within(config.replyDeadline()), log);
    }

    /**
     * Listens on one more TCP address.
     *
     * @return the port, which is another than the address's where that is 0
     */
    public Future<Integer> listen(InetSocketAddress address) {
        NetServer server = vertx.createNetServer(new NetServerOptions().setAcceptBacklog(BACKLOG))
                .connectHandler(this::accept);
        servers.add(server);
        return server.listen(SocketAddress.inetSocketAddress(address)).map(NetServer::actualPort);
    }

    /** Stops accepting and completes when all open checks have ended, after {@code limit} at the latest. */
    public Future<Void> shutdown(Duration limit) {
        return Future.join(servers.stream()
                        .map(server -> server.shutdown(limit.toMillis(), TimeUnit.MILLISECONDS))
                        .toList())
                .mapEmpty();
    }

    private void accept(NetSocket socket) {
        Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        Client client = Client.of(remote);
        if (!isAllowed(remote)) {
            refuse(channel, client, Rejection.NOT_ALLOWED, "not in agent.allow");
        } else if (open >= config.maxConnections()) {
            refuse(channel, client, Rejection.TOO_MANY_CONNECTIONS, "agent.max-connections are open");
        } else {
            serve(channel, client);
        }
    }

    /** Takes the channel away from Vert.x's socket, whose queues would cost more than the check. */
    private void serve(Channel channel, Client client) {
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.config().setRecvByteBufAllocator(READ_BUFFER);
        channel.pipeline().addFirst("session", new AgentSession(environment, client));
        open++;
        metrics.connectionOpened();
        channel.closeFuture().addListener(closed -> {
            open--;
            metrics.connectionClosed();
        });
    }

    /** Closes without a reply: HAProxy keeps the server's state, which a client's own trouble must not change. */
    private void refuse(Channel channel, Client client, Rejection reason, String why) {
        metrics.rejected(reason);
        log.refused(client, why);
        channel.close();
    }

    private boolean isAllowed(InetSocketAddress client) {
        return config.allow().isEmpty() || config.allow().stream().anyMatch(subnet -> subnet.contains(client));
    }
}
