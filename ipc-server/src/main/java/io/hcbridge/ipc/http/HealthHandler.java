/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.hcbridge.ipc.check.HealthRegistry;
import io.hcbridge.ipc.check.HealthReport;
import io.hcbridge.ipc.internal.DaemonThreads;
import io.hcbridge.ipc.internal.SafeLog;
import io.hcbridge.protocol.health.HealthKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Shows a registry at an HTTP endpoint of the JDK's server.
 *
 * <pre>{@code
 * server.createContext("/health", new HealthHandler(registry));
 * }</pre>
 *
 * <p>Below the context's path, {@code /live}, {@code /ready} and {@code /started} report one kind each. The path itself reports readiness, as
 * {@code ping} does. The status is 200 if the service is up, and 503 otherwise. The texts may name hosts and other details of the service: do
 * not let strangers reach this endpoint.
 */
public final class HealthHandler implements HttpHandler {
    private static final int NO_BODY = -1;
    /** Threads of their own, because a client that does not read blocks its thread, and other requests wait for those of the checks. */
    private static final Executor WRITERS = DaemonThreads.pool("health http", 4);

    private final HealthRegistry registry;

    public HealthHandler(HealthRegistry registry) {
        this.registry = registry;
    }

    /** Starts the checks. The reply is sent when they have ended, by another thread. */
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            refuse(exchange, 405);
            return;
        }
        HealthKind kind = kind(exchange);
        if (kind == null) {
            refuse(exchange, 404);
            return;
        }
        registry.check(kind)
                .thenAcceptAsync(report -> reply(exchange, report, method.equals("HEAD")), WRITERS)
                .exceptionally(e -> abort(exchange, e));
    }

    /** Returns the kind that the path below the context names; null for an unknown path. */
    private static @Nullable HealthKind kind(HttpExchange exchange) {
        String context = exchange.getHttpContext().getPath();
        String rest = exchange.getRequestURI().getPath().substring(context.length());
        String name = rest.startsWith("/") ? rest.substring(1) : rest;
        if (name.isEmpty()) {
            return HealthKind.READINESS;
        }
        for (HealthKind kind : HealthKind.values()) {
            if (kind.verb().equals(name) && (rest.startsWith("/") || context.endsWith("/"))) {
                return kind;
            }
        }
        return null;
    }

    private static void reply(HttpExchange exchange, HealthReport report, boolean isHead) {
        byte[] body = HealthJson.of(report).getBytes(StandardCharsets.US_ASCII);
        int status = report.isUp() ? 200 : 503;
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(status, isHead ? NO_BODY : body.length);
            if (!isHead) {
                exchange.getResponseBody().write(body);
            }
        } catch (IOException clientHasLeft) {
            // The exchange is closed.
        }
    }

    private static void refuse(HttpExchange exchange, int status) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, NO_BODY);
        }
    }

    private static @Nullable Void abort(HttpExchange exchange, Throwable e) {
        SafeLog.warn(HealthHandler.class, "health handler: reply failed", e);
        exchange.close();
        return null;
    }
}
