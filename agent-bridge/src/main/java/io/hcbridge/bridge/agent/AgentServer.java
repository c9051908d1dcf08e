/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.config.BridgeConfig.AgentConfig;
import io.hcbridge.bridge.config.ListenAddress;
import io.hcbridge.bridge.config.ListenErrors;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.config.UnixAddress;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.net.LoopVertx;
import io.hcbridge.bridge.target.Targets;
import io.hcbridge.bridge.tls.AgentTls;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/** Accepts agent checks with Vert.x servers on one event loop. Must be used by one thread, which is not the event loop. */
public final class AgentServer {
    private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);

    /** Length of the accept queue. If the queue is full, a burst of connections is delayed by a second. */
    private static final int BACKLOG = 4096;

    private static final Duration LISTEN_LIMIT = Duration.ofSeconds(10);
    private static final Duration CLOSE_LIMIT = Duration.ofMillis(100);

    private final LoopVertx network;
    private final AgentConfig config;
    private final SessionFactory sessions;
    private final List<NetServer> servers = new ArrayList<>();
    private final List<AgentUnixSocket> unixSockets = new ArrayList<>();

    /** @param network its event loop also serves the targets */
    public AgentServer(
            LoopVertx network, AgentConfig config, Optional<AgentTls> tls, Targets targets, BridgeMetrics metrics) {
        this(network, config, tls, targets, metrics, new SessionLog(System::nanoTime));
    }

    private AgentServer(
            LoopVertx network,
            AgentConfig config,
            Optional<AgentTls> tls,
            Targets targets,
            BridgeMetrics metrics,
            SessionLog log) {
        this.network = network;
        this.config = config;
        this.sessions = new SessionFactory(config, tls, targets, metrics, log);
    }

    /** Creates a server without TLS. Its sessions log nothing. */
    public static AgentServer silent(LoopVertx network, AgentConfig config, Targets targets, BridgeMetrics metrics) {
        SessionLog log = new SessionLog(NOPLogger.NOP_LOGGER, System::nanoTime);
        return new AgentServer(network, config, Optional.empty(), targets, metrics, log);
    }

    /**
     * Listens on one more address. Blocks until it listens.
     *
     * @return the address; port 0 is replaced by the port in use
     * @throws IOException if the bridge cannot listen on the address; the message names it
     */
    public ListenAddress listen(ListenAddress address) throws IOException {
        try {
            if (address instanceof UnixAddress unix) {
                listenOnUnix(unix);
                return unix;
            }
            return listenOnTcp((TcpAddress) address);
        } catch (IOException e) {
            throw new IOException(ListenErrors.describe(address, e), e);
        }
    }

    private TcpAddress listenOnTcp(TcpAddress address) throws IOException {
        InetSocketAddress resolved = new InetSocketAddress(address.host(), address.port());
        if (resolved.isUnresolved()) {
            throw new IOException("unknown host");
        }
        NetServer server = listen(SocketAddress.inetSocketAddress(resolved), sessions::acceptTcp);
        return new TcpAddress(address.host(), server.actualPort());
    }

    private void listenOnUnix(UnixAddress address) throws IOException {
        Client client = new Client(address.toString(), 0);
        AgentUnixSocket socket = AgentUnixSocket.open(address.path(), config.socketAccess(), path -> {
            NetServer server = listen(
                    SocketAddress.domainSocketAddress(path.toString()),
                    channel -> sessions.acceptUnix(channel, client));
            return (Closeable) server::close;
        });
        unixSockets.add(socket);
    }

    private NetServer listen(SocketAddress address, Consumer<Channel> acceptor) throws IOException {
        NetServerOptions options = new NetServerOptions().setAcceptBacklog(BACKLOG);
        NetServer server = await(network.listen(options, address, acceptor), LISTEN_LIMIT);
        servers.add(server);
        return server;
    }

    /** Applies a changed configuration to new connections. Other keys than those of a reload must be equal. Called on the event loop. */
    public void apply(AgentConfig changed) {
        sessions.apply(changed);
    }

    /**
     * Limits open connections, in addition to {@code agent.max-connections}. Replaces an earlier limit.
     *
     * @param connections at least 1
     */
    public void limitConnections(int connections) {
        sessions.limit(connections);
    }

    /** Stops accepting. Waits until all open checks have ended, but at most for {@code limit}. */
    public void close(Duration limit) {
        unixSockets.forEach(socket -> logFailure("cannot remove the socket", socket::remove));
        List<Future<Void>> ends = servers.stream().map(NetServer::close).toList();
        logFailure("cannot stop to listen", () -> await(Future.join(ends), CLOSE_LIMIT));
        logFailure("shutdown timed out", () -> await(sessions.drain(network.loop(), limit), limit.plus(CLOSE_LIMIT)));
        unixSockets.forEach(socket -> logFailure("cannot release the socket", socket::close));
    }

    private static <T> T await(Future<T> future, Duration limit) throws IOException {
        try {
            return future.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("timed out after " + limit.toMillis() + " ms", e);
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void logFailure(String event, Step step) {
        try {
            step.run();
        } catch (IOException e) {
            LOG.warn("agent server: {}: {}", event, e.getMessage());
        }
    }
}
