/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import io.hcbridge.bridge.log.RateLimitedLog;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics}, {@code /healthz} (the event loop runs) and {@code /readyz} (the bridge replies to agent checks) for GET and HEAD
 * over HTTP/1.
 *
 * <p>Clients are untrusted. {@link MetricsLimits} limits their connections, and each connection serves one request.
 */
public final class MetricsServer {
    private static final Duration LOG_PERIOD = Duration.ofSeconds(10);
    private static final int CHUNK_BYTES = 16 * 1024;

    private static final Set<HttpMethod> ALLOWED = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);

    private final Vertx vertx;
    private final BooleanSupplier ready;
    private final MetricsLimits limits;
    private final PageCache page;
    private final HttpServer server;
    private final RateLimitedLog refusals = new RateLimitedLog(LOG_PERIOD, System::nanoTime);
    private final RateLimitedLog failures = new RateLimitedLog(LOG_PERIOD, System::nanoTime);

    // Used only by the event loop.
    private final Set<HttpConnection> awaitingRequest = new HashSet<>();
    private int connections;

    /** @param ready read on the event loop for every {@code /readyz} */
    public MetricsServer(Vertx vertx, BridgeMetrics metrics, BooleanSupplier ready) {
        this(vertx, metrics::page, ready, MetricsLimits.DEFAULT);
    }

    MetricsServer(Vertx vertx, Callable<Buffer> render, BooleanSupplier ready, MetricsLimits limits) {
        this.vertx = vertx;
        this.ready = ready;
        this.limits = limits;
        this.page = new PageCache(vertx, render);
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHttp2ClearTextEnabled(false)
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setWriteIdleTimeout((int) limits.idle().toMillis()))
                .connectionHandler(this::onConnection)
                .requestHandler(this::onRequest);
    }

    /** Starts to listen. The future has the port in use, which the system chooses if {@code port} is 0. */
    public Future<Integer> listen(String host, int port) {
        return server.listen(port, host).map(HttpServer::actualPort);
    }

    private void onConnection(HttpConnection connection) {
        if (connections == limits.connections()) {
            refusals.next()
                    .ifPresent(suffix -> LOG.warn(
                            "metrics: connection closed (client={}): limit of {} connections is reached{}",
                            connection.remoteAddress(),
                            limits.connections(),
                            suffix));
            connection.close();
            return;
        }
        connections++;
        awaitingRequest.add(connection);
        long timer = vertx.setTimer(limits.connection().toMillis(), expired -> connection.close());
        connection.closeHandler(closed -> {
            connections--;
            awaitingRequest.remove(connection);
            vertx.cancelTimer(timer);
        });
    }

    private void onRequest(HttpServerRequest request) {
        if (!awaitingRequest.remove(request.connection())) {
            // A second request on a connection that is closed after the first one.
            return;
        }
        if (!ALLOWED.contains(request.method())) {
            request.response().putHeader("Allow", "GET, HEAD");
            send(request, 405, "only GET and HEAD\n");
            return;
        }
        switch (String.valueOf(request.path())) {
            case "/metrics" ->
                page.get()
                        .onSuccess(rendered -> send(request, 200, PROMETHEUS_TEXT, rendered))
                        .onFailure(e -> fail(request, e));
            case "/healthz" -> send(request, 200, "ok\n");
            case "/readyz" -> sendReadiness(request);
            default -> send(request, 404, "not found; the paths are /metrics, /healthz and /readyz\n");
        }
    }

    private void sendReadiness(HttpServerRequest request) {
        if (ready.getAsBoolean()) {
            send(request, 200, "ready\n");
        } else {
            send(request, 503, "not ready: agent checks get no reply\n");
        }
    }

    private void fail(HttpServerRequest request, Throwable cause) {
        failures.next().ifPresent(suffix -> LOG.warn("metrics: cannot render the page: {}{}", cause, suffix));
        send(request, 500, "cannot render the page; see the log\n");
    }

    private static void send(HttpServerRequest request, int status, String text) {
        send(request, status, TEXT, Buffer.buffer(text));
    }

    private static void send(HttpServerRequest request, int status, String type, Buffer body) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader("Content-Type", type)
                .putHeader("Content-Length", Integer.toString(body.length()))
                .putHeader("Connection", "close");
        sendFrom(request, request.method().equals(HttpMethod.HEAD) ? Buffer.buffer() : body, 0);
    }

    /** Sends as much as the connection accepts, and continues when it accepts more. A slow client therefore uses little memory. */
    private static void sendFrom(HttpServerRequest request, Buffer body, int start) {
        HttpServerResponse response = request.response();
        int from = start;
        while (from < body.length() && !response.writeQueueFull()) {
            int to = Math.min(from + CHUNK_BYTES, body.length());
            response.write(body.slice(from, to));
            from = to;
        }
        if (from < body.length()) {
            int rest = from;
            response.drainHandler(drained -> sendFrom(request, body, rest));
        } else {
            response.end().onComplete(sent -> request.connection().close());
        }
    }
}
