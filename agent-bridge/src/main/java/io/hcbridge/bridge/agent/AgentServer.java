/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.config.BridgeConfig.AgentConfig;
import io.hcbridge.bridge.log.RateLimitedLog;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.bridge.socket.Acceptor;
import io.hcbridge.bridge.socket.Connection;
import io.hcbridge.bridge.socket.Listening;
import io.hcbridge.bridge.socket.Sockets;
import io.hcbridge.bridge.target.Targets;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts HAProxy's connections and gives each a session. */
public final class AgentServer implements Acceptor {
    private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);
    private static final Duration LOG_PERIOD = Duration.ofSeconds(10);

    private final EventLoop loop;
    private final Sockets sockets;
    private final AgentConfig config;
    private final BridgeMetrics metrics;
    private final SessionEnvironment environment;
    private final RateLimitedLog refusals = new RateLimitedLog(LOG_PERIOD, System::nanoTime);
    private final RateLimitedLog failures = new RateLimitedLog(LOG_PERIOD, System::nanoTime);
    private final List<Listening> listening = new ArrayList<>();
    private final Set<AgentSession> sessions = new HashSet<>();
    private final Promise<Void> drained = Promise.promise();
    private boolean stopping;

    public AgentServer(EventLoop loop, Sockets sockets, AgentConfig config, Targets targets, BridgeMetrics metrics) {
        this.loop = loop;
        this.sockets = sockets;
        this.config = config;
        this.metrics = metrics;
        this.environment = new SessionEnvironment(loop, targets, metrics, SessionTimes.within(config.replyDeadline()));
    }

    /**
     * Listens on one more address; from any thread.
     *
     * @return the port, which tells the free one that port 0 took
     */
    public Future<Integer> listen(InetSocketAddress address) {
        Promise<Integer> port = Promise.promise();
        loop.execute(() -> {
            try {
                Listening one = sockets.listen(address, this);
                listening.add(one);
                port.complete(one.port());
            } catch (IOException | RuntimeException e) {
                port.fail(e);
            }
        });
        return port.future();
    }

    /** Stops accepting and completes when all that is in flight was answered, at the latest after {@code limit}; from any thread. */
    public Future<Void> shutdown(Duration limit) {
        loop.execute(() -> {
            stopping = true;
            listening.forEach(Listening::close);
            loop.schedule(
                    () -> List.copyOf(sessions).forEach(AgentSession::end), limit.toMillis(), TimeUnit.MILLISECONDS);
            completeIfDrained();
        });
        return drained.future();
    }

    @Override
    public void accepted(Connection connection, InetSocketAddress client) {
        if (!isAllowed(client)) {
            refuse(connection, client, Rejection.NOT_ALLOWED, "is not in agent.allow");
        } else if (sessions.size() >= config.maxConnections()) {
            refuse(connection, client, Rejection.TOO_MANY_CONNECTIONS, "came after agent.max-connections were open");
        } else {
            AgentSession session = new AgentSession(environment, connection, client, this::ended);
            sessions.add(session);
            metrics.connectionOpened();
            session.begin();
        }
    }

    @Override
    public void failed(IOException why) {
        failures.next().ifPresent(left -> LOG.warn("cannot accept: {}{}", why.getMessage(), left));
    }

    private void ended(AgentSession session) {
        sessions.remove(session);
        metrics.connectionClosed();
        completeIfDrained();
    }

    private void completeIfDrained() {
        if (stopping && sessions.isEmpty()) {
            drained.tryComplete();
        }
    }

    private boolean isAllowed(InetSocketAddress client) {
        return config.allow().isEmpty() || config.allow().stream().anyMatch(subnet -> subnet.contains(client));
    }

    /** Closes without a reply: HAProxy keeps the server's state, which a client's own trouble must not change. */
    private void refuse(Connection connection, InetSocketAddress client, Rejection reason, String why) {
        metrics.rejected(reason);
        refusals.next().ifPresent(left -> LOG.warn("refused {}: it {}{}", client, why, left));
        connection.close();
    }
}
