/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** An HTTP server behind HAProxy. It replies to every request with status 200 and its own name. */
public final class HttpBackend implements AutoCloseable {
    private final byte[] body;
    private final HttpServer server;
    private final Runnable work;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicInteger inFlight = new AtomicInteger();

    /**
     * Starts at once.
     *
     * @param address port 0 for a free one
     */
    public HttpBackend(String name, InetSocketAddress address) throws IOException {
        this(name, address, () -> {});
    }

    /** Creates a server that runs {@code work} before each reply. */
    HttpBackend(String name, InetSocketAddress address, Runnable work) throws IOException {
        this.work = work;
        this.body = (name + "\n").getBytes(StandardCharsets.UTF_8);
        this.server = HttpServer.create(address, 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Returns the number of received requests. */
    public long requests() {
        return requests.get();
    }

    /** Ends at once and aborts current requests. */
    @Override
    public void close() {
        server.stop(0);
    }

    /** Accepts no more connections, finishes current requests for at most {@code seconds}, and ends. */
    public void stop(int seconds) {
        // The JDK's server would wait for the whole time even without a current request.
        server.stop(inFlight.get() > 0 ? seconds : 0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        inFlight.incrementAndGet();
        try (exchange) {
            work.run();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } finally {
            inFlight.decrementAndGet();
        }
    }
}
