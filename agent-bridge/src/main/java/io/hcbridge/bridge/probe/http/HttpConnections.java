/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.http;

import io.hcbridge.bridge.net.LoopVertx;
import io.hcbridge.bridge.probe.LocalPeer;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.ipc.health.PeerTrust;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.vertx.core.Future;
import io.vertx.core.http.Http1ClientConfig;
import io.vertx.core.http.Http2ClientConfig;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of one target. A target runs one probe at a time; one connection is therefore kept open between probes. Belongs to the
 * event loop.
 */
final class HttpConnections {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnections.class);

    /** Maximum idle time of a connection. Devices between the bridge and the server may drop connections that are idle for longer. */
    private static final long MOST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final int MOST_HEADERS = 16 * 1024;

    private final HttpProbeConfig config;
    private final HostAndPort authority;
    private final HttpClientAgent client;
    private final LoopVertx network;
    /** The channels of open connections to unix sockets. */
    private final Map<HttpClientConnection, Channel> channels = new HashMap<>();

    private @Nullable HttpClientConnection idle;
    private long idleSinceNanos;

    HttpConnections(ProbeEnvironment environment, HttpProbeConfig config, Duration timeout) {
        this.config = config;
        this.network = environment.network();
        this.authority = HostAndPort.parseAuthority(config.hostHeader(), -1);
        HttpClientConfig options = new HttpClientConfig()
                .setSsl(config.url().isTls())
                .setVersions(config.version().versions(config.url().isTls()))
                .setConnectTimeout(timeout)
                .setHttp1Config(new Http1ClientConfig().setMaxHeaderSize(MOST_HEADERS))
                .setHttp2Config(new Http2ClientConfig().setClearTextUpgrade(false));
        this.client = environment
                .vertx()
                .httpClientBuilder()
                .with(options)
                .with(config.tls()
                        .options()
                        .setSslHandshakeTimeout(timeout.toMillis())
                        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS))
                // Certificates are verified on another thread.
                .with(new JdkSSLEngineOptions().setUseWorkerThread(true))
                .build();
    }

    /** Returns the value of the Host header. */
    HostAndPort authority() {
        return authority;
    }

    /** Returns the kept connection if there is a usable one, and removes it. */
    Optional<HttpClientConnection> takeIdle() {
        HttpClientConnection taken = idle;
        idle = null;
        if (taken != null && System.nanoTime() - idleSinceNanos > MOST_IDLE_NANOS) {
            taken.close();
            return Optional.empty();
        }
        return Optional.ofNullable(taken);
    }

    /** Keeps a connection for the next probe. Its last response must be read completely. */
    void keep(HttpClientConnection connection) {
        idle = connection;
        idleSinceNanos = System.nanoTime();
    }

    /** Connects. The certificate of the server is verified for the name in the Host header. */
    Future<HttpClientConnection> connect(SocketAddress server) {
        HttpConnectOptions options = new HttpConnectOptions()
                .setServer(server)
                .setHost(authority.host())
                .setPort(config.url().server().port());
        List<Channel> created = new ArrayList<>();
        return network.connect(() -> client.connect(options), created::add).map(connection -> {
            if (server.isDomainSocket() && created.size() == 1) {
                channels.put(connection, created.get(0));
            }
            // The request fails as well. Without a handler, Vert.x would log each failure as an error.
            connection.exceptionHandler(failure -> LOG.debug("probe: HTTP connection failed", failure));
            connection.closeHandler(closed -> {
                channels.remove(connection);
                forget(connection);
            });
            connection.shutdownHandler(leaving -> forget(connection));
            return connection;
        });
    }

    private void forget(HttpClientConnection connection) {
        if (idle == connection) {
            idle = null;
        }
    }

    /** Checks the server process of a unix socket. */
    LocalPeer requireTrusted(HttpClientConnection connection, PeerTrust trust, Path socket) throws IOException {
        Channel channel = channels.get(connection);
        if (channel == null) {
            throw new ChannelException("cannot determine the server process of " + socket + ": no channel is known");
        }
        LocalPeer peer = LocalPeer.of(channel);
        peer.requireTrusted(trust, socket);
        return peer;
    }

    void close() {
        client.close();
    }
}
