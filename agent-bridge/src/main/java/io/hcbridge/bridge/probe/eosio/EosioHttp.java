/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.eosio;

import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The HTTP client of EOSIO checks. Each request uses its own connection to a given address. A connection is therefore never reused after
 * the check of its address. Redirects are not followed, and compressed bodies are not requested. All bodies in progress share a size limit.
 */
public final class EosioHttp implements AutoCloseable {
    /** Maximum size of a body. */
    static final int MAX_BODY = 1 << 20;
    /** Maximum size of all bodies in progress. The heap of the JVM has 128 MiB. */
    private static final int MAX_BODIES = 16 * MAX_BODY;

    private final HttpClient client;
    private final AtomicInteger bodyBytes = new AtomicInteger();

    /**
     * @param connections maximum number of open connections
     * @param timeout for one request; a connection that is not made by then is given up
     */
    public EosioHttp(ProbeEnvironment environment, int connections, Duration timeout) {
        this(environment, connections, timeout, new HttpClientOptions());
    }

    /** @param options client options; tests add their trusted authorities */
    EosioHttp(ProbeEnvironment environment, int connections, Duration timeout, HttpClientOptions options) {
        int millis = (int) Math.max(1, Math.min(timeout.toMillis(), Integer.MAX_VALUE));
        client = environment
                .vertx()
                .createHttpClient(
                        options.setProtocolVersion(HttpVersion.HTTP_1_1)
                                .setKeepAlive(false)
                                // A request's own limit ends only the wait for a connection.
                                .setConnectTimeout(millis)
                                .setSslHandshakeTimeout(millis)
                                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                                .setDecompressionSupported(false)
                                .setShared(false),
                        new PoolOptions().setHttp1MaxSize(connections));
    }

    /**
     * Connects, with TLS if the URL is {@code https}. Certificates are verified for the host of the URL.
     *
     * @param address the address to connect to; no name is looked up
     */
    Future<HttpClientRequest> connect(EosioEndpoint endpoint, InetAddress address, long limitMillis) {
        return client.request(new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(endpoint.url().port(), address.getHostAddress()))
                .setHost(endpoint.url().host())
                .setPort(endpoint.url().port())
                .setSsl(endpoint.url().isTls())
                .setURI(endpoint.path())
                .setConnectTimeout(limitMillis)
                .putHeader("Host", endpoint.hostHeader())
                .putHeader("Accept", "application/json"));
    }

    /** Reserves memory for a part of a body. Returns false if all bodies together are too large. */
    boolean reserve(int bytes) {
        if (bodyBytes.addAndGet(bytes) > MAX_BODIES) {
            bodyBytes.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** From any thread. */
    void release(int bytes) {
        bodyBytes.addAndGet(-bytes);
    }

    @Override
    public void close() {
        client.close();
    }
}
