/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.PlatformDependent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the responses, and clients that misuse the port. */
@Timeout(60)
class MetricsServerTest {
    private static final Duration IDLE = Duration.ofMillis(600);
    private static final Duration AMPLE = Duration.ofSeconds(20);
    private static final Duration CONNECTION = Duration.ofSeconds(2);
    private static final MetricsLimits LIMITS = new MetricsLimits(4, IDLE, CONNECTION);
    private static final String GET = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final MetricsLimits PATIENT = new MetricsLimits(4, Duration.ofSeconds(30), Duration.ofMinutes(1));

    /** More bytes than the buffers of both sockets hold. */
    private static final String LARGE = "x".repeat(30_000_000);

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    private volatile boolean isReady = true;

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private int serve(Callable<Buffer> render) throws Exception {
        return serve(render, LIMITS);
    }

    private int serve(String page, MetricsLimits limits) throws Exception {
        return serve(() -> Buffer.buffer(page), limits);
    }

    private int serve(Callable<Buffer> render, MetricsLimits limits) throws Exception {
        return new MetricsServer(vertx, render, () -> isReady, limits)
                .listen("127.0.0.1", 0)
                .await(10, TimeUnit.SECONDS);
    }

    private int serve(String page) throws Exception {
        return serve(() -> Buffer.buffer(page));
    }

    @Test
    void pageIsServedForGet() throws Exception {
        assertThat(RawHttp.response(serve("page\n"), "GET", "/metrics"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n", "Content-Length: 5\r\n")
                .endsWith("\r\n\r\npage\n");
    }

    @Test
    void headReturnsTheHeadersOfThePage() throws Exception {
        assertThat(RawHttp.response(serve("page\n"), "HEAD", "/metrics"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Length: 5\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void largePageIsComplete() throws Exception {
        assertThat(RawHttp.response(serve(LARGE, PATIENT), "GET", "/metrics")).endsWith("\r\n\r\n" + LARGE);
    }

    @Test
    void healthAndReadinessAreServed() throws Exception {
        int port = serve("page\n");
        assertThat(RawHttp.response(port, "GET", "/healthz"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\nok\n");
        assertThat(RawHttp.response(port, "GET", "/readyz"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\nready\n");
        isReady = false;
        assertThat(RawHttp.response(port, "GET", "/readyz"))
                .startsWith("HTTP/1.1 503 ")
                .endsWith("\r\n\r\nnot ready: agent checks get no reply\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"})
    void otherMethodsAreRejected(String method) throws Exception {
        assertThat(RawHttp.response(serve("page\n"), method, "/metrics"))
                .startsWith("HTTP/1.1 405 ")
                .contains("Allow: GET, HEAD\r\n")
                .endsWith("\r\n\r\nonly GET and HEAD\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics/", "/x", "*", "//metrics", "/%00", "?"})
    void otherPathsAreNotFound(String path) throws Exception {
        assertThat(RawHttp.response(serve("page\n"), "GET", path)).startsWith("HTTP/1.1 404 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics?name[]=up", "http://bridge/metrics"})
    void queryStringIsIgnored(String path) throws Exception {
        assertThat(RawHttp.response(serve("page\n"), "GET", path)).endsWith("\r\n\r\npage\n");
    }

    @Test
    void connectionServesOneRequest() throws Exception {
        int port = serve("page\n");
        try (RawHttp client = new RawHttp(port)) {
            String responses = client.send(GET.repeat(100)).rest();
            assertThat(responses).contains("Connection: close\r\n").containsOnlyOnce("HTTP/1.1 ");
        }
    }

    @Test
    void tooLongPathOrHeaderIsRejected() throws Exception {
        int port = serve("page\n");
        assertThat(RawHttp.response(port, "GET", "/" + "x".repeat(100_000))).startsWith("HTTP/1.0 414 ");
        try (RawHttp client = new RawHttp(port)) {
            assertThat(client.send("GET /metrics HTTP/1.1\r\nX: " + "x".repeat(100_000) + "\r\n\r\n")
                            .rest())
                    .startsWith("HTTP/1.1 431 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
            })
    void http2IsNotSupported(String request) throws Exception {
        try (RawHttp client = new RawHttp(serve("page\n"))) {
            assertThat(client.send(request).rest()).matches("(?s)HTTP/2.0 501 .*|HTTP/1.1 200 .*ok\n");
        }
    }

    @Test
    void connectionsBeyondTheLimitAreClosedAtOnceUntilOneIsFree() throws Exception {
        int port = serve("page\n", PATIENT);
        List<RawHttp> idle = new ArrayList<>();
        for (int i = 0; i < PATIENT.connections(); i++) {
            idle.add(new RawHttp(port));
        }
        long start = System.nanoTime();
        try (RawHttp surplus = new RawHttp(port)) {
            assertThat(surplus.read()).isEqualTo(-1);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENT.idle());
        idle.get(0).close();
        String response = "";
        while (response.isEmpty()) {
            response = RawHttp.response(port, "GET", "/healthz");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENT.idle());
        assertThat(response).endsWith("ok\n");
        for (RawHttp client : idle) {
            client.close();
        }
    }

    @Test
    void idleClientIsClosed() throws Exception {
        int port = serve("page\n", new MetricsLimits(1, IDLE, Duration.ofMinutes(1)));
        long start = System.nanoTime();
        try (RawHttp client = new RawHttp(port)) {
            assertThat(client.read()).isEqualTo(-1);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(IDLE.minusMillis(50), AMPLE);
    }

    @Test
    void requestThatArrivesByteByByteIsClosed() throws Exception {
        int port = serve("page\n");
        long start = System.nanoTime();
        try (RawHttp client = new RawHttp(port)) {
            CompletableFuture<Integer> end = CompletableFuture.supplyAsync(() -> readUnchecked(client));
            while (!end.isDone()) {
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AMPLE);
                sendQuietly(client, "x");
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(end.get()).isEqualTo(-1);
        }
    }

    @Test
    void clientThatDoesNotReadIsClosed() throws Exception {
        int port = serve(LARGE, new MetricsLimits(1, IDLE, Duration.ofMinutes(1)));
        long start = System.nanoTime();
        try (RawHttp client = new RawHttp(port).send(GET)) {
            while (!isServed(port)) {
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AMPLE);
            }
            assertThat(client.rest().length()).isLessThan(LARGE.length());
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(IDLE.minusMillis(50));
    }

    @Test
    void clientThatReadsSlowlyIsClosedAtTheLimit() throws Exception {
        int port = serve(LARGE, new MetricsLimits(1, Duration.ofMinutes(1), CONNECTION));
        long start = System.nanoTime();
        try (RawHttp client = new RawHttp(port).send(GET)) {
            int read = 0;
            // Waits longer than the limit, because a fast client could receive all remaining bytes at once.
            while (System.nanoTime() - start < CONNECTION.plusSeconds(1).toNanos() && client.read() != -1) {
                if (++read % 8192 == 0) {
                    TimeUnit.MILLISECONDS.sleep(5);
                }
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(CONNECTION.minusMillis(50));
            assertThat(read + client.rest().length()).isLessThan(LARGE.length());
        }
    }

    @Test
    void clientsThatDoNotReadUseLittleMemory() throws Exception {
        int port = serve(LARGE, new MetricsLimits(8, CONNECTION, CONNECTION));
        long before = PlatformDependent.usedDirectMemory();
        List<RawHttp> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            RawHttp client = new RawHttp(port).send(GET);
            clients.add(client);
            assertThat(client.read()).isEqualTo('H');
        }
        // Each page is 30 MB.
        assertThat(PlatformDependent.usedDirectMemory() - before).isBetween(0L, 20_000_000L);
        for (RawHttp client : clients) {
            client.close();
        }
    }

    @Test
    void concurrentClientsShareOnePageRenderedOffTheEventLoop() throws Exception {
        AtomicInteger renderings = new AtomicInteger();
        CountDownLatch isRendering = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        int port = serve(() -> {
            assertThat(Context.isOnEventLoopThread()).isFalse();
            isRendering.countDown();
            gate.await();
            return Buffer.buffer("page " + renderings.incrementAndGet());
        });
        List<CompletableFuture<String>> pages = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            // Each client has its own thread. A client that waited for a free thread would miss the shared page.
            pages.add(CompletableFuture.supplyAsync(() -> metrics(port), task -> new Thread(task).start()));
        }
        isRendering.await();
        // The event loop is not blocked during the rendering.
        assertThat(RawHttp.response(port, "GET", "/healthz")).endsWith("ok\n");
        gate.countDown();
        for (CompletableFuture<String> page : pages) {
            assertThat(page.get()).endsWith("page 1");
        }
        assertThat(metrics(port)).endsWith("page 1");
        long start = System.nanoTime();
        while (metrics(port).endsWith("page 1")) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AMPLE);
        }
        assertThat(renderings).hasValue(2);
    }

    @Test
    void pageIsCachedForASecond() throws Exception {
        AtomicInteger renderings = new AtomicInteger();
        int port = serve(() -> Buffer.buffer("page " + renderings.incrementAndGet()));
        long start = System.nanoTime();
        assertThat(metrics(port)).endsWith("page 1");
        while (metrics(port).endsWith("page 1")) {
            Thread.onSpinWait();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(1), AMPLE);
    }

    @Test
    void failedRenderingIsReportedAndRetried() throws Exception {
        AtomicInteger renderings = new AtomicInteger();
        int port = serve(() -> {
            if (renderings.incrementAndGet() == 1) {
                throw new IOException("no meters");
            }
            return Buffer.buffer("page\n");
        });
        assertThat(metrics(port)).startsWith("HTTP/1.1 500 ").endsWith("cannot render the page; see the log\n");
        assertThat(metrics(port)).endsWith("page\n");
    }

    @Test
    void blockedWorkersDoNotBlockThePage() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch isBlocked = new CountDownLatch(1);
        vertx.executeBlocking(() -> {
            isBlocked.countDown();
            gate.await();
            return null;
        });
        isBlocked.await();
        assertThat(metrics(serve("page\n"))).endsWith("page\n");
        gate.countDown();
    }

    /** Returns false while all connections are in use. */
    private static boolean isServed(int port) throws IOException {
        return RawHttp.response(port, "GET", "/healthz").endsWith("ok\n");
    }

    private static String metrics(int port) {
        try {
            return RawHttp.response(port, "GET", "/metrics");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int readUnchecked(RawHttp client) {
        try {
            return client.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sendQuietly(RawHttp client, String bytes) {
        try {
            client.send(bytes);
        } catch (IOException e) {
            // The server has closed the connection. The reader detects it.
        }
    }
}
