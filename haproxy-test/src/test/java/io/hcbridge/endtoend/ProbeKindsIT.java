/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.haproxy.HaproxyConfig;
import io.hcbridge.haproxy.HaproxyProcess;
import io.hcbridge.haproxy.ServerState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HAProxy follows services that are probed by HTTP and TCP. */
@Timeout(90)
class ProbeKindsIT {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String TOKEN = "very-secret";

    @TempDir
    Path directory;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private HttpServer web;
    private volatile int status = 200;
    private volatile String body = "ok";
    private volatile String answer = "+PONG";
    private BridgeProcess bridge;
    private HaproxyProcess haproxy;

    @BeforeEach
    void start() throws Exception {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/health", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        web.start();
        parts.push(() -> web.stop(0));
        ServerSocket tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        parts.push(tcp);
        Thread thread = new Thread(() -> answer(tcp), "tcp service");
        thread.setDaemon(true);
        thread.start();
        Path config = Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent: {reply-deadline: 1s, ready-for: 1s}
                admin: {socket: %s/admin.sock}
                targets:
                  web:
                    http:
                      url: 'http://localhost:%d/health'
                      map: {503: drain}
                      agent-line: true
                      headers: {Authorization: %s}
                  cache: {tcp: {address: '127.0.0.1:%d', send: "PING\\r\\n", expect: +PONG}}
                """.formatted(
                        directory, web.getAddress().getPort(), TOKEN, tcp.getLocalPort()));
        bridge = BridgeProcess.start(Homes.hcbridge(), directory.resolve("bridge.log"), List.of("--config=" + config));
        parts.push(bridge);
        HaproxyConfig haproxyConfig = new HaproxyConfig();
        for (String target : List.of("web", "cache")) {
            haproxyConfig
                    .backend("shop-" + target)
                    .server(target, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))
                    .weight(100)
                    .agent(bridge.agent())
                    .agentSend(target)
                    .agentInter(POLL);
        }
        haproxy = HaproxyProcess.start(haproxyConfig);
        parts.push(haproxy);
        await("web", ServerState::isUp);
        await("cache", ServerState::isUp);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable part : parts) {
            part.close();
        }
    }

    private void answer(ServerSocket listener) {
        while (true) {
            try (Socket client = listener.accept()) {
                byte[] request = client.getInputStream().readNBytes("PING\r\n".length());
                client.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(request, StandardCharsets.US_ASCII)).isEqualTo("PING\r\n");
            } catch (IOException e) {
                if (listener.isClosed()) {
                    return;
                }
            }
        }
    }

    private void await(String target, Predicate<ServerState> state) {
        Await.until(target + " in HAProxy", SOON, () -> state.test(server(target)));
    }

    private static boolean isDraining(ServerState server) {
        return server.admin().equals("drain");
    }

    private ServerState server(String target) {
        return haproxy.stats().server("shop-" + target, target);
    }

    @Test
    void haproxyFollowsAServiceThatIsProbedByHttp() {
        status = 500;
        await("web", server -> !server.isUp() && server.agentText().contains("HTTP 500"));
        status = 200;
        await("web", ServerState::isUp);
        web.stop(0);
        await("web", server -> !server.isUp() && server.agentText().contains("connection refused"));
    }

    @Test
    void aMappedStatusDrainsTheServerAndItsEndBringsItBack() {
        status = 503;
        await("web", ProbeKindsIT::isDraining);
        status = 200;
        await("web", server -> server.isUp() && !isDraining(server));
    }

    @Test
    void theFirstLineOfABodySetsTheWeight() {
        body = "up 50% #warm-up\n";
        await("web", server -> server.weight() == 50);
        body = "ok";
        await("web", server -> server.weight() == 100);
    }

    @Test
    void haproxyFollowsAServiceThatIsProbedByTcp() {
        answer = "-LOADING";
        await("cache", server -> !server.isUp() && server.agentText().contains("answered '-LOADING'"));
        answer = "+PONG";
        await("cache", ServerState::isUp);
    }

    @Test
    void explainShowsTheStepsAndNoHeadersValue() throws Exception {
        Script explain = Script.run(
                List.of(
                        "env",
                        "HCBRIDGE_ADMIN_SOCKET=" + directory.resolve("admin.sock"),
                        Homes.hcbridge().resolve("hcbridge").toString(),
                        "ctl",
                        "explain",
                        "web"),
                "");
        assertThat(explain.exit()).as(explain.stderr()).isZero();
        assertThat(explain.stdout()).contains("STEP").contains("HTTP 200").doesNotContain(TOKEN);
        assertThat(bridge.log()).doesNotContain(TOKEN);
    }
}
