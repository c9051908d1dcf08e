/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.hcbridge.ipc.check.Check;
import io.hcbridge.ipc.check.CheckStatus;
import io.hcbridge.ipc.check.HealthCheck;
import io.hcbridge.ipc.check.HealthRegistry;
import io.hcbridge.ipc.check.HealthReport;
import io.hcbridge.ipc.check.Heartbeat;
import io.hcbridge.ipc.health.HealthClient;
import io.hcbridge.ipc.health.HealthServer;
import io.hcbridge.ipc.http.HealthHandler;
import io.hcbridge.ipc.micrometer.HealthMeters;
import io.hcbridge.protocol.health.HealthKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every piece of Java in {@code docs/EMBED.md}, compiled and run. A test compares the two texts, without white space. */
@Timeout(60)
final class EmbedExamplesTest {
    private static final Pattern JAVA = Pattern.compile("(?m)^```java\n(.*?)^```$", Pattern.DOTALL);

    private final Part database = new Part();
    private final Part cache = new Part();
    private final Part disk = new Part();
    private final Part pool = new Part();
    private final Part importer = new Part();
    private final HealthCheck eventLoop = () -> {};
    private final Pager pager = new Pager();
    private final Service service = new Service();
    private final HealthRegistry registry = new HealthRegistry();

    /** A part of the sample service. */
    private static final class Part {
        private String failure = "";

        void ping() throws IOException {
            if (!failure.isEmpty()) {
                throw new IOException(failure);
            }
        }

        void requireFilled() throws IOException {
            ping();
        }

        void requireConnection() throws IOException {
            ping();
        }

        long free() {
            return 3;
        }

        void onEachFile(Runnable action) {
            action.run();
        }
    }

    private static final class Pager {
        private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

        void send(String text) {
            sent.add(text);
        }
    }

    /** Queries its own health, as a client does. */
    private static final class Service {
        private String status = "";

        void run(HealthServer health) {
            assertThat(health.socket()).exists();
            HealthClient client = HealthClient.of(Path.of(""));
            assertThat(client.check().isHealthy()).isTrue();
            status = client.status().capacity().weight() + " " + client.status().reason();
        }
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void everySnippetOfTheDocumentIsRunHere() throws Exception {
        String source = Files.readString(Path.of("src/test/java/io/hcbridge/example/EmbedExamplesTest.java"));
        List<String> snippets = JAVA.matcher(Files.readString(Path.of("../docs/EMBED.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(snippets)
                .hasSizeGreaterThan(5)
                .allSatisfy(snippet -> assertThat(withoutSpace(source)).contains(withoutSpace(snippet)));
    }

    @Test
    void oneCheck() throws Exception {
        try (HealthServer health = HealthServer.start(() -> database.ping())) {
            service.run(health);
        }
    }

    @Test
    void severalChecks() throws Exception {
        cache.failure = "cold";
        HealthRegistry registry = new HealthRegistry();
        registry.add(Check.critical("database", () -> database.ping()));
        registry.add(Check.degraded("cache", () -> cache.ping()).weight(50));
        try (registry;
                HealthServer health = HealthServer.start(registry)) {
            service.run(health);
        }
        assertThat(service.status).isEqualTo("OptionalInt[50] degraded: cache: cold");
    }

    @Test
    void schedules() {
        registry.add(Check.critical("database", () -> database.ping())
                .every(Duration.ofSeconds(5))
                .everyWhileFailing(Duration.ofSeconds(1))
                .failAfter(3)
                .recoverAfter(2)
                .timeout(Duration.ofSeconds(2)));
        registry.add(Check.critical("disk", () -> disk.ping()).cacheFor(Duration.ofSeconds(10)));
        while (!ask(HealthKind.READINESS).isUp()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void kinds() {
        cache.failure = "empty";
        registry.add(Check.critical("event-loop", eventLoop).liveness());
        registry.add(Check.critical("cache-filled", () -> cache.requireFilled()).startup());
        assertThat(ask(HealthKind.LIVENESS).isUp()).isTrue();
        assertThat(ask(HealthKind.STARTUP).reason()).isEqualTo("cache-filled: empty");
    }

    @Test
    void heartbeats() {
        Heartbeat heartbeat = new Heartbeat(Duration.ofSeconds(30));
        registry.add(Check.degraded("importer", heartbeat));
        importer.onEachFile(() -> heartbeat.beat());
        assertThat(ask(HealthKind.READINESS).isDegraded()).isFalse();
    }

    @Test
    void dataAndChanges() throws Exception {
        registry.add(Check.critical("pool", data -> {
            data.put("free", pool.free());
            pool.requireConnection();
        }));
        registry.addListener(
                (before, after) -> pager.send(after.name() + " is " + after.status() + ": " + after.reason()));
        pool.failure = "no connection";
        ask(HealthKind.READINESS);
        assertThat(registry.state("pool").orElseThrow().data()).containsEntry("free", 3L);
        assertThat(pager.sent.poll(20, TimeUnit.SECONDS)).isEqualTo("pool is DOWN: no connection");
        assertThat(registry.statistics("pool").orElseThrow().failures()).isEqualTo(1);
        assertThat(registry.lastReport(HealthKind.READINESS).isUp()).isFalse();
        assertThat(registry.remove("pool")).isTrue();
    }

    @Test
    void endpoint() throws Exception {
        database.failure = "no route";
        registry.add(Check.critical("database", () -> database.ping()));
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/health", new HealthHandler(registry));
        http.start();
        String body = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + http.getAddress().getPort() + "/health"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        http.stop(0);
        assertThat(Files.readString(Path.of("../docs/EMBED.md"))).contains("`" + body + "`");
    }

    @Test
    void meters() {
        MeterRegistry meterRegistry = new SimpleMeterRegistry();
        registry.add(Check.critical("database", () -> database.ping()));
        new HealthMeters(registry).bindTo(meterRegistry);
        ask(HealthKind.READINESS);
        assertThat(meterRegistry
                        .get("health.check.state")
                        .tag("check", "database")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.state("database").orElseThrow().status()).isEqualTo(CheckStatus.UP);
    }

    private HealthReport ask(HealthKind kind) {
        return registry.check(kind).toCompletableFuture().join();
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
