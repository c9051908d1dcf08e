/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.probe.AddressTurns;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.FullBacklog;
import io.hcbridge.bridge.probe.KindRunner;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.ProbeStep;
import io.hcbridge.bridge.probe.ScriptedServer;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.AgentReply;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of an HTTP server's answers, good and bad ones. */
final class HttpProbeTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @TempDir
    private Path directory;

    private final KindRunner runner = new KindRunner();

    @AfterEach
    void stop() {
        runner.close();
    }

    private static String target(int port, String keys) {
        return "http: {url: 'http://127.0.0.1:" + port + "/health?a=b'" + (keys.isEmpty() ? "" : ", ") + keys + "}";
    }

    private ProbeResult ask(String answer, String keys) throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(1, answer)) {
            return runner.run(target(server.port(), keys));
        }
    }

    private static String rendered(ProbeResult result) {
        return result instanceof Verdict verdict
                ? new AgentReply(Optional.of(verdict.health()), verdict.admin(), verdict.capacity(), verdict.reason())
                        .render()
                        .strip()
                : result.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 |      |                                              | up
            204 |      |                                              | up
            301 |      |                                              | down #HTTP 301
            404 | gone |                                              | down #HTTP 404
            500 |      |                                              | down #HTTP 500
            503 |      | expect-status: [200, 500-503]                | up
            200 |      | expect-status: 204                           | down #HTTP 200
            200 | {"status":"UP"}   | expect-body: '"status":"UP"'    | up
            200 | {"status":"DOWN"} | expect-body: '"status":"UP"'    | down #body lacks '"status":"UP"'
            200 | UP   | expect-body: 'U.'                            | down #body lacks 'U.'
            503 | UP   | expect-body: UP                              | down #HTTP 503
            503 |      | map: {503: drain}                            | drain up #HTTP 503
            503 |      | map: {500-599: maint}                        | maint up #HTTP 503
            429 |      | map: {503: drain, 429: up 50%}               | up 50% #HTTP 429
            200 |      | map: {200: 'down #maintenance'}              | down #maintenance
            200 | up 50% #warm-up    | agent-line: true               | up 50% #warm-up
            200 | drain              | agent-line: true               | drain up
            200 | maint              |                                | up
            200 | all is well        | agent-line: true               | up
            503 | drain              | agent-line: true               | down #HTTP 503
            200 | down #lag 42 s     | agent-line: true, expect-body: lag | down #lag 42 s
            200 | drain              | agent-line: true, expect-body: OK  | down #body lacks 'OK'
            """)
    void statusAndBodyMakeTheVerdict(int status, String body, String keys, String verdict) throws Exception {
        String text = body == null ? "" : body;
        String answer = "HTTP/1.1 " + status + " X\r\nContent-Length: " + text.length() + "\r\n\r\n" + text;
        if (status == 204) {
            answer = "HTTP/1.1 204 No Content\r\n\r\n";
        }
        assertThat(rendered(ask(answer, keys == null ? "" : keys))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~UP,~2~ok~0~~      | up
            HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~UP,~              | failed fail #connection closed in the body
            HTTP/1.1 200 OK~Transfer-Encoding: chunked~~x~UP                | failed fail #*
            HTTP/1.1 200 OK~Content-Length: 9~~UP                           | failed fail #connection closed in the body
            HTTP/1.1 503 No~Content-Length: 9~~UP                           | down #HTTP 503
            HTTP/1.1 200 OK~Content-Length: 2~~UP, and more than was said   | up
            HTTP/1.1 200 OK~Content-Length: x~~UP                           | failed fail #*
            HTTP/1.0 200 OK~~UP                                             | up
            HTTP/1.1 200 OK~Content-Le                                      | failed fail #connection closed
            HTTP/1.1 200 OK~Content-Encoding: gzip~Content-Length: 2~~UP    | failed fail #body has the content encoding gzip
            HTTP/1.1 200 OK~Content-Encoding: Identity~Content-Length: 2~~UP | up
            HTTP/1.1 100 Continue~~HTTP/1.1 200 OK~Content-Length: 2~~UP    | up
            SSH-2.0-OpenSSH_9.2~                                            | failed fail #*
            HTTP/1.1 abc~~                                                  | failed fail #*
            """)
    void badAnswersAreRefusedAndOddOnesRead(String answer, String verdict) throws Exception {
        String rendered = rendered(ask(answer.replace("~", "\r\n"), "expect-body: UP"));
        if (verdict.endsWith("*")) {
            assertThat(rendered).startsWith(verdict.substring(0, verdict.length() - 1));
        } else {
            assertThat(rendered).isEqualTo(verdict);
        }
    }

    @Test
    void anAddressThatDoesNotAnswerLeavesTimeForTheNextOne() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(1, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                FullBacklog first = FullBacklog.on(server.port())) {
            Duration timeout = Duration.ofSeconds(3);
            HttpProbeConfig config = (HttpProbeConfig) KindRunner.config(target(server.port(), ""));
            HttpConnections connections = new HttpConnections(runner.loop().environment(), config, timeout);
            AddressTurns addresses = FullBacklog.beforeLoopback();
            assertThat(runner.run(runner.probeFrom(
                            run -> new HttpAttempt(run, config, connections),
                            attempt -> attempt.connectTo(addresses),
                            timeout)))
                    .isEqualTo(Verdict.UP);
            assertThat(first).isNotNull();
        }
    }

    @Test
    void aHugeHeadIsRefused() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nA: " + "x".repeat(100_000) + "\r\n\r\n";
        assertThat(rendered(ask(answer, ""))).startsWith("failed fail #");
    }

    @Test
    void aBodyIsReadTo64KiB() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n";
        ScriptedServer.Script endless = (server, client) -> {
            server.readHead(client);
            ScriptedServer.write(client, head + "x".repeat(HttpExpectation.MOST_BODY - 2) + "UP");
            ScriptedServer.write(client, "LATE");
            server.hold();
        };
        try (ScriptedServer server = new ScriptedServer(endless)) {
            assertThat(rendered(runner.run(target(server.port(), "expect-body: UP"))))
                    .isEqualTo("up");
            assertThat(rendered(runner.run(target(server.port(), "expect-body: LATE"))))
                    .isEqualTo("down #body lacks 'LATE' in its first 64 KiB");
            assertThat(rendered(runner.run(target(server.port(), "")))).isEqualTo("up");
        }
    }

    @Test
    void aServerThatDoesNotAnswerInTimeHasFailed() throws Exception {
        try (ScriptedServer server = new ScriptedServer((self, client) -> self.hold())) {
            assertThat(rendered(runner.run(target(server.port(), ""), Duration.ofMillis(300))))
                    .isEqualTo("failed fail #no answer within 300ms (request GET /health)");
        }
    }

    @ParameterizedTest
    @CsvSource({"200, up", "503, down #HTTP 503"})
    void aStatusThatDecidesNeedsNoBody(int status, String verdict) throws Exception {
        String head = "HTTP/1.1 " + status + " X\r\nContent-Length: 10\r\n\r\nslo";
        assertThat(rendered(ask(head, ""))).isEqualTo(verdict);
        ScriptedServer.Script endless = (server, client) -> {
            server.readHead(client);
            ScriptedServer.write(client, head);
            server.hold();
        };
        try (ScriptedServer server = new ScriptedServer(endless)) {
            // The runner gives up long before the time limit.
            Probe probe = runner.probe(target(server.port(), ""), Duration.ofHours(1));
            assertThat(rendered(runner.run(probe))).isEqualTo(verdict);
        }
    }

    @Test
    void aStatusThatDecidesCountsThoughTheBodyDoesNotCome() throws Exception {
        ScriptedServer.Script slow = (server, client) -> {
            server.readHead(client);
            ScriptedServer.write(client, "HTTP/1.1 503 No\r\nContent-Length: 10\r\n\r\nslo");
            server.hold();
        };
        try (ScriptedServer server = new ScriptedServer(slow)) {
            assertThat(rendered(runner.run(target(server.port(), ""), Duration.ofSeconds(2))))
                    .isEqualTo("down #HTTP 503");
        }
    }

    @Test
    void aPortWithoutAServerRefuses() throws Exception {
        int port;
        try (ServerSocket unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        assertThat(rendered(runner.run(target(port, "")))).isEqualTo("failed fail #connection refused");
    }

    @Test
    void aNameThatDoesNotExistHasFailed() throws Exception {
        assertThat(rendered(runner.run("http: {url: 'http://no-such-host.invalid/'}")))
                .isEqualTo("failed fail #cannot resolve no-such-host.invalid");
    }

    @Test
    void theRequestHasTheConfiguredHostAndHeadersAndAsksForAnIdentityEncoding() throws Exception {
        Path token = directory.resolve("token");
        Files.writeString(token, "Bearer one\n");
        try (ScriptedServer server = ScriptedServer.answering(10, OK)) {
            Probe probe = runner.probe(
                    target(
                            server.port(),
                            "host: shop.example, headers: {X-Check: a, Authorization: {file: " + token + "}}"),
                    KindRunner.LONG);
            assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
            Files.writeString(token, "Bearer two");
            assertThat(runner.run(probe)).isEqualTo(Verdict.UP);

            assertThat(server.received().get(0).lines())
                    .containsExactlyInAnyOrder(
                            "GET /health?a=b HTTP/1.1",
                            "accept: */*",
                            "accept-encoding: identity",
                            "user-agent: hcbridge",
                            "X-Check: a",
                            "Authorization: Bearer one",
                            "host: shop.example",
                            "");
            assertThat(server.received().get(1)).contains("Bearer two");
            assertThat(runner.loop().describe(probe)).doesNotContain("Bearer");
            assertThat(runner.loop().steps(probe)).asString().doesNotContain("Bearer");
        }
    }

    @Test
    void aTokenThatCannotBeReadIsNoNewsAboutTheService() throws Exception {
        Path token = directory.resolve("token");
        try (ScriptedServer server = ScriptedServer.answering(1, OK)) {
            String target = target(server.port(), "headers: {A: {file: " + token + "}}");
            assertThat(runner.run(target)).isEqualTo(new BridgeFault("header A: " + token + " does not exist"));
            Files.writeString(token, "a\u0001b");
            assertThat(runner.run(target))
                    .isEqualTo(new BridgeFault("header A: the text of " + token + " must be at most 4096 characters of"
                            + " Latin-1, without line breaks and control characters"));
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void theDefaultHostHeaderIsThatOfTheUrl() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(1, OK)) {
            runner.run(target(server.port(), ""));
            assertThat(server.received().get(0)).contains("host: 127.0.0.1:" + server.port() + "\r\n");
        }
    }

    @Test
    void oneConnectionIsKeptOpenFromProbeToProbe() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(100, OK)) {
            Probe probe = runner.probe(target(server.port(), ""), KindRunner.LONG);
            for (int i = 0; i < 5; i++) {
                assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
            }
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.received()).hasSize(5);
            assertThat(runner.loop().steps(probe))
                    .extracting(ProbeStep::name)
                    .containsExactly("connection", "request", "body");
        }
    }

    @Test
    void anUnhealthyServiceIsAskedOnTheSameConnection() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(100, "HTTP/1.1 503 No\r\nContent-Length: 1\r\n\r\nx")) {
            Probe probe = runner.probe(target(server.port(), "map: {503: drain}"), KindRunner.LONG);
            runner.run(probe);
            assertThat(rendered(runner.run(probe))).isEqualTo("drain up #HTTP 503");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatClosesAfterEachAnswerIsAskedOnNewConnections() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(1, OK)) {
            Probe probe = runner.probe(target(server.port(), ""), KindRunner.LONG);
            for (int i = 0; i < 20; i++) {
                assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
            }
            assertThat(server.connections()).isEqualTo(20);
        }
    }

    /** The request is on its way when the server closes a connection that was idle for too long. */
    @Test
    void aKeptConnectionThatTheServerClosesUnderTheRequestIsReplaced() throws Exception {
        ScriptedServer.Script once = (server, client) -> {
            server.readHead(client);
            ScriptedServer.write(client, OK);
            server.readHead(client);
        };
        try (ScriptedServer server = new ScriptedServer(once)) {
            Probe probe = runner.probe(target(server.port(), ""), KindRunner.LONG);
            assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
            assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void bytesBehindAnAnswerAreNotTheNextAnswer() throws Exception {
        ScriptedServer.Script twice = (server, client) -> {
            server.readHead(client);
            ScriptedServer.write(client, OK + "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
            server.hold();
        };
        try (ScriptedServer server = new ScriptedServer(twice)) {
            Probe probe = runner.probe(target(server.port(), ""), KindRunner.LONG);
            for (int i = 0; i < 5; i++) {
                assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
            }
        }
    }

    @Test
    void theQueryIsSentButNeverShown() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(1, OK)) {
            Probe probe = runner.probe(target(server.port(), ""), KindRunner.LONG);
            runner.run(probe);
            assertThat(server.received().get(0)).startsWith("GET /health?a=b HTTP/1.1\r\n");
            assertThat(runner.loop().describe(probe))
                    .contains("request GET /health,")
                    .doesNotContain("a=b");
        }
    }

    @Test
    void theStepsTellWhatWasSeen() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(1, OK)) {
            Probe probe = runner.probe("http: {url: 'http://localhost:" + server.port() + "/health'}", KindRunner.LONG);
            runner.run(probe);
            assertThat(runner.loop().describe(probe).replaceAll("\\(\\d+ µs\\)", "()"))
                    .matches("GET http://localhost:PORT/health: resolve localhost = 127.0.0.1[^,]* \\(\\), "
                                    .replace("PORT", "" + server.port())
                            + "(connect [^,]*\\(\\), )?connect (localhost/)?127.0.0.1:PORT http/1.1 \\(\\), "
                                    .replace("PORT", "" + server.port())
                            + "request GET /health, HTTP 200 \\(\\), body 2 bytes \\(\\)");
        }
    }
}
