/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Serves {@code /metrics}, {@code /healthz} (the event loop turns) and {@code /readyz} (agent checks are answered). HealthResponder GET
 * and HEAD only.
 */
public final class MetricsServer {
    private static final int IDLE_SECONDS = 30;
    private static final Set<HttpMethod> ALLOWED = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Vertx vertx;
    private final BridgeMetrics metrics;
    private final BooleanSupplier ready;
    private final HttpServer server;

    /** @param ready read on the event loop for every {@code /readyz} */
    public MetricsServer(Vertx vertx, BridgeMetrics metrics, BooleanSupplier ready) {
        this.vertx = vertx;
        this.metrics = metrics;
        this.ready = ready;
        this.server = vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS))
                .requestHandler(this::handle);
    }

    /** Listens; the future has the port, which tells the free one that port 0 took. */
    public Future<Integer> listen(String host, int port) {
        return server.listen(port, host).map(HttpServer::actualPort);
    }

    private void handle(HttpServerRequest request) {
        HttpServerResponse response = request.response().putHeader("Content-Type", TEXT);
        if (!ALLOWED.contains(request.method())) {
            response.setStatusCode(405).putHeader("Allow", "GET, HEAD").end("only GET and HEAD\n");
            return;
        }
        switch (request.path()) {
            case "/metrics" -> scrape(response);
            case "/healthz" -> response.end("ok\n");
            case "/readyz" -> answerReady(response);
            default -> response.setStatusCode(404).end("try /metrics, /healthz or /readyz\n");
        }
    }

    private void scrape(HttpServerResponse response) {
        vertx.executeBlocking(metrics::scrape)
                .onSuccess(page ->
                        response.putHeader("Content-Type", PROMETHEUS_TEXT).end(page))
                .onFailure(e -> response.setStatusCode(500).end("the meters could not be read: " + e + "\n"));
    }

    private void answerReady(HttpServerResponse response) {
        if (ready.getAsBoolean()) {
            response.end("ready\n");
        } else {
            response.setStatusCode(503).end("not answering agent checks\n");
        }
    }
}
