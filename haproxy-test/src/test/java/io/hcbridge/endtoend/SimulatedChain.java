/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** A nodeos, as far as its get_info goes. */
final class SimulatedChain implements AutoCloseable {
    private final HttpServer server;
    private volatile int status = 200;
    private volatile long lagSeconds;

    SimulatedChain() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chain/get_info", this::answer);
        server.start();
    }

    void status(int next) {
        status = next;
    }

    void lag(long seconds) {
        lagSeconds = seconds;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            LocalDateTime time = LocalDateTime.ofInstant(Instant.now().minusSeconds(lagSeconds), ZoneOffset.UTC);
            byte[] body = ("{\"head_block_time\":\"" + time + "\"}").getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Refuses connections from now on. */
    void stop() {
        server.stop(0);
    }

    @Override
    public void close() {
        stop();
    }
}
