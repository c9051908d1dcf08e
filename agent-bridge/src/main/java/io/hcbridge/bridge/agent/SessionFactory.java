/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.config.BridgeConfig.AgentConfig;
import io.hcbridge.bridge.config.key.Subnet;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.target.Targets;
import io.hcbridge.bridge.tls.AgentTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides which accepted connections are served, and creates their sessions. Belongs to the event loop. */
final class SessionFactory {
    /** Read buffer for plain connections. Request lines are short; a longer one is read in several steps. */
    private static final RecvByteBufAllocator READ_BUFFER = new FixedRecvByteBufAllocator(512);
    /** Read buffer for TLS connections. It holds one flight of most handshakes. */
    private static final RecvByteBufAllocator TLS_READ_BUFFER = new FixedRecvByteBufAllocator(4096);

    private final int configuredConnections;
    private volatile int maxConnections;
    private final BridgeMetrics metrics;
    private final Optional<AgentTls> tls;
    private final SessionLog log;
    private final HandshakeLimit handshakes =
            HandshakeLimit.ofHeap(Runtime.getRuntime().maxMemory());
    private List<Subnet> allowed;
    private SessionEnvironment environment;
    private final Set<Channel> open = new HashSet<>();
    private @Nullable Runnable whenEmpty;

    /** @param tls TLS for TCP addresses; empty for plain TCP */
    SessionFactory(AgentConfig config, Optional<AgentTls> tls, Targets targets, BridgeMetrics metrics, SessionLog log) {
        this.tls = tls;
        this.log = log;
        this.allowed = config.allow();
        this.configuredConnections = config.maxConnections();
        this.maxConnections = configuredConnections;
        this.metrics = metrics;
        this.environment = new SessionEnvironment(
                targets, metrics, SessionTimes.within(config.replyDeadline()), log, config.unknownTarget());
    }

    /** Limits open connections, in addition to {@code agent.max-connections}. Thread-safe. */
    void limit(int connections) {
        maxConnections = Math.min(configuredConnections, connections);
    }

    /** Applies a changed configuration to new connections: who may connect, and the reply to unknown names. */
    void apply(AgentConfig config) {
        allowed = config.allow();
        environment = environment.with(config.unknownTarget());
    }

    void acceptTcp(Channel channel) {
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        Client client = Client.of(remote);
        if (allowed.isEmpty() || allowed.stream().anyMatch(subnet -> subnet.contains(remote))) {
            accept(channel, client, tls.isPresent());
        } else {
            refuse(channel, client, Rejection.NOT_ALLOWED, "not in agent.allow");
        }
    }

    /** Accepts a client of a unix socket. The mode of the socket decides who may connect. */
    void acceptUnix(Channel channel, Client client) {
        accept(channel, client, false);
    }

    private void accept(Channel channel, Client client, boolean withTls) {
        if (open.size() >= maxConnections) {
            refuse(channel, client, Rejection.TOO_MANY_CONNECTIONS, "limit agent.max-connections is reached");
            return;
        }
        if (withTls && handshakes.isReached()) {
            refuse(channel, client, Rejection.TLS_TOO_MANY, "TLS: " + handshakes.most() + " handshakes are open");
            return;
        }
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        if (withTls && tls.isPresent()) {
            beginTls(channel, client, tls.get());
        } else {
            channel.config().setRecvByteBufAllocator(READ_BUFFER);
            channel.pipeline().addLast("session", AgentSession.plain(environment, client));
        }
        open.add(channel);
        metrics.connectionOpened();
        channel.closeFuture().addListener(closed -> closed(channel));
    }

    private void closed(Channel channel) {
        open.remove(channel);
        metrics.connectionClosed();
        if (open.isEmpty() && whenEmpty != null) {
            whenEmpty.run();
        }
    }

    /**
     * Waits until all connections have ended, and closes the others after {@code limit}. Must be called when no more connections are
     * accepted. Thread-safe.
     */
    Future<Void> drain(EventLoop loop, Duration limit) {
        if (loop.isShuttingDown()) {
            // The loop closes its channels.
            return Future.succeededFuture();
        }
        Promise<Void> drained = Promise.promise();
        LoopTasks.execute(loop, () -> {
            whenEmpty = drained::tryComplete;
            if (open.isEmpty()) {
                drained.tryComplete();
            } else {
                LoopTasks.schedule(
                        loop, limit.toMillis(), () -> List.copyOf(open).forEach(Channel::close));
            }
        });
        return drained.future();
    }

    private void beginTls(Channel channel, Client client, AgentTls agentTls) {
        channel.config().setRecvByteBufAllocator(TLS_READ_BUFFER);
        HandshakeSlot slot = HandshakeSlot.take(handshakes, channel, agentTls.worker());
        SslHandler handler = agentTls.newHandler(channel.alloc(), slot);
        TlsHandshake.addTo(channel.pipeline(), handler, slot, environment, client);
    }

    /** Closes a connection without a reply. HAProxy keeps the server's state, because a rejected client says nothing about the server. */
    private void refuse(Channel channel, Client client, Rejection reason, String why) {
        metrics.rejected(reason);
        log.refused(client, why);
        // The channel is not registered yet.
        channel.unsafe().closeForcibly();
    }
}
