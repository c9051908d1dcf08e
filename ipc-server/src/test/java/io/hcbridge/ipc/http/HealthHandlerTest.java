/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.sun.net.httpserver.HttpServer;
import io.hcbridge.ipc.check.Check;
import io.hcbridge.ipc.check.HealthRegistry;
import io.hcbridge.ipc.check.HealthReport;
import io.hcbridge.protocol.health.HealthKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The endpoint, asked by the JDK's client. */
@Timeout(60)
final class HealthHandlerTest {
    private final HealthRegistry registry = new HealthRegistry();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", new HealthHandler(registry));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        registry.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/health, 503, 3",
        "/health/, 503, 3",
        "/health/ready, 503, 3",
        "/health/ready?verbose, 503, 3",
        "/health/live, 200, 1",
        "/health/started, 503, 1",
        "/health/Live, 404, 0",
        "/health/live/, 404, 0",
        "/healthlive, 404, 0",
        "/health/other, 404, 0",
    })
    void eachPathReportsItsKind(String path, int status, int checks) throws Exception {
        registry.add(Check.critical("loop", () -> {}).liveness())
                .add(Check.critical("db", () -> {}))
                .add(Check.critical("load", HealthHandlerTest::fail).startup());
        HttpResponse<String> reply = send("GET", path);
        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(reply.body().split("\"name\"", -1)).hasSize(checks + 1);
    }

    @Test
    void replyHasTheFormatOfMicroProfileHealth() throws Exception {
        registry.add(Check.critical(
                        "db", data -> data.put("free", 3).put("primary", true).put("host", "a\"b\\\u00e9")))
                .add(Check.degraded("cache", HealthHandlerTest::fail));
        HttpResponse<String> reply = send("GET", "/health");
        assertThat(reply.body())
                .isEqualTo("{\"status\":\"UP\",\"checks\":["
                        + "{\"name\":\"db\",\"status\":\"UP\",\"data\":{\"free\":3,\"primary\":true,\"host\":\"a\\\"b\\\\\\u00e9\"}},"
                        + "{\"name\":\"cache\",\"status\":\"DOWN\",\"data\":{\"reason\":\"gone\"}}]}");
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(reply.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void emptyRegistryIsUp() throws Exception {
        assertThat(send("GET", "/health").body()).isEqualTo("{\"status\":\"UP\",\"checks\":[]}");
    }

    @Test
    void headHasTheStatusAndNoBody() throws Exception {
        registry.add(Check.critical("db", HealthHandlerTest::fail));
        HttpResponse<String> reply = send("HEAD", "/health");
        assertThat(reply.statusCode()).isEqualTo(503);
        assertThat(reply.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"POST", "PUT", "DELETE"})
    void otherMethodsAreRefused(String method) throws Exception {
        HttpResponse<String> reply = send(method, "/health");
        assertThat(reply.statusCode()).isEqualTo(405);
        assertThat(reply.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    /** The JDK's server has one thread unless it is given more. */
    @Test
    void checkThatHangsDoesNotDelayOtherRequests() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        registry.add(Check.critical("loop", () -> {}).liveness());
        registry.add(Check.critical("slow", () -> {
                    begun.countDown();
                    released.await();
                })
                .timeout(Duration.ofSeconds(50)));
        var slow = client.sendAsync(request("GET", "/health"), BodyHandlers.ofString());
        begun.await();
        assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
        assertThat(slow).isNotDone();
        released.countDown();
        assertThat(slow.join().statusCode()).isEqualTo(200);
    }

    @Test
    void everyTextIsValidJson() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c < 0x300; c++) {
            all.append((char) c);
        }
        registry.add(Check.critical("db", data -> {
            data.put("text", "\ud83d\ude00\ud800\"");
            throw new IOException(all.toString());
        }));
        HealthReport report =
                registry.check(HealthKind.READINESS).toCompletableFuture().join();
        String read = "";
        try (JsonParser parser = new JsonFactory().createParser(HealthJson.of(report))) {
            while (parser.nextToken() != null) {
                read = "reason".equals(parser.currentName()) ? parser.getText() : read;
            }
        }
        assertThat(read).isEqualTo(report.checks().get(0).reason());
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return client.send(request(method, path), BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
                .method(method, BodyPublishers.noBody())
                .build();
    }

    private static void fail() throws IOException {
        throw new IOException("gone");
    }
}
