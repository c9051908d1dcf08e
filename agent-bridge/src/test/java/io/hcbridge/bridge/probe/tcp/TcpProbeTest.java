/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.probe.AddressTurns;
import io.hcbridge.bridge.probe.FullBacklog;
import io.hcbridge.bridge.probe.KindRunner;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.ProbeStep;
import io.hcbridge.bridge.probe.ScriptedServer;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.AgentReply;
import io.vertx.core.net.NetClient;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of a TCP server's answers. */
final class TcpProbeTest {
    private final KindRunner runner = new KindRunner();

    @AfterEach
    void stop() {
        runner.close();
    }

    private static String target(int port, String keys) {
        return "tcp: {address: '127.0.0.1:" + port + "'" + (keys.isEmpty() ? "" : ", ") + keys + "}";
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
            +PONG~          | expect: +PONG                          | up
            +PONG           | expect: +PONG                          | up
            +PONGS~         | expect: +PONG                          | up
            +PON            | expect: +PONG                          | failed fail #closed after '+PON'
            -LOADING wait~  | expect: +PONG                          | down #answered '-LOADING wait', not '+PONG'
            -               | expect: +PONG                          | down #answered '-', not '+PONG'
            +pong~          | expect: +PONG                          | down #answered '+pong', not '+PONG'
                            | expect: +PONG                          | failed fail #closed without an answer
                            | agent-line: true                       | failed fail #closed without an answer
            up 50%~more     | agent-line: true                       | up 50%
            drain           | agent-line: true                       | drain up
            hello~          | agent-line: true                       | up
            down #lag~      | agent-line: true, expect: down         | down #lag
            maint~          | agent-line: true, expect: up           | down #answered 'maint', not 'up'
            maint~          |                                        | up
            """)
    void theStartOfTheAnswerMakesTheVerdict(String answer, String keys, String verdict) throws Exception {
        ScriptedServer.Script script =
                (server, client) -> ScriptedServer.write(client, answer == null ? "" : answer.replace("~", "\r\n"));
        try (ScriptedServer server = new ScriptedServer(script)) {
            assertThat(rendered(runner.run(target(server.port(), keys == null ? "" : keys))))
                    .isEqualTo(verdict);
        }
    }

    @Test
    void anAnswerMayComeInPiecesAndTheServerNeedNotClose() throws Exception {
        ScriptedServer.Script script = (server, client) -> {
            assertThat(server.readHead(client)).isEqualTo("PING\r\n\r\n");
            for (char each : "+PONG\r\n".toCharArray()) {
                ScriptedServer.write(client, String.valueOf(each));
            }
            server.hold();
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            assertThat(rendered(
                            runner.run(target(server.port(), "send: \"PING\\r\\n\\r\\n\", expect: \"+PONG\\r\\n\""))))
                    .isEqualTo("up");
        }
    }

    @Test
    void aConnectionIsEnoughWhereNothingIsExpected() throws Exception {
        try (ScriptedServer server = new ScriptedServer((self, client) -> self.hold())) {
            assertThat(rendered(runner.run(target(server.port(), "")))).isEqualTo("up");
            assertThat(rendered(runner.run(target(server.port(), "send: QUIT"))))
                    .isEqualTo("up");
        }
    }

    @Test
    void anEndlessAnswerIsReadTo4KiB() throws Exception {
        ScriptedServer.Script endless = (server, client) -> {
            while (true) {
                ScriptedServer.write(client, "x".repeat(1000));
            }
        };
        try (ScriptedServer server = new ScriptedServer(endless)) {
            assertThat(rendered(runner.run(target(server.port(), "agent-line: true"))))
                    .isEqualTo("up");
        }
    }

    @Test
    void silenceHasFailed() throws Exception {
        try (ScriptedServer server = new ScriptedServer((self, client) -> self.hold())) {
            assertThat(rendered(runner.run(target(server.port(), "expect: x"), Duration.ofMillis(300))))
                    .isEqualTo("failed fail #no answer within 300ms (answer)");
        }
    }

    @Test
    void aWrongAnswerWithoutALineEndIsDownThoughTheServerDoesNotClose() throws Exception {
        ScriptedServer.Script wrong = (server, client) -> {
            ScriptedServer.write(client, "-ERR");
            server.hold();
        };
        try (ScriptedServer server = new ScriptedServer(wrong)) {
            assertThat(rendered(runner.run(target(server.port(), "expect: +PONG"), Duration.ofMillis(300))))
                    .isEqualTo("down #answered '-ERR', not '+PONG'");
        }
    }

    @Test
    void aPortWithoutAServerRefuses() throws Exception {
        int port;
        try (ServerSocket unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        assertThat(rendered(runner.run(target(port, "")))).isEqualTo("failed fail #connection refused");
        assertThat(rendered(runner.run("tcp: {address: 'localhost:" + port + "'}")))
                .isEqualTo("failed fail #connection refused");
    }

    @Test
    void aServerOnOneOfSeveralAddressesIsFound() throws Exception {
        try (ScriptedServer server = new ScriptedServer((self, client) -> self.hold())) {
            assertThat(rendered(runner.run("tcp: {address: 'localhost:" + server.port() + "'}")))
                    .isEqualTo("up");
        }
    }

    @Test
    void anAddressThatDoesNotAnswerLeavesTimeForTheNextOne() throws Exception {
        try (ScriptedServer server = new ScriptedServer((self, client) -> self.hold());
                FullBacklog first = FullBacklog.on(server.port())) {
            TcpProbeConfig config = (TcpProbeConfig) KindRunner.config(target(server.port(), ""));
            NetClient client = runner.loop().vertx().createNetClient();
            AddressTurns addresses = FullBacklog.beforeLoopback();
            assertThat(runner.run(runner.probeFrom(
                            run -> new TcpAttempt(run, config, client),
                            attempt -> attempt.connect(addresses),
                            Duration.ofSeconds(3))))
                    .isEqualTo(Verdict.UP);
            assertThat(first).isNotNull();
        }
    }

    @Test
    void theStepsTellWhatWasSeen() throws Exception {
        try (ScriptedServer server = new ScriptedServer((self, client) -> ScriptedServer.write(client, "+PONG\r\n"))) {
            Probe probe = runner.probe(target(server.port(), "send: \"PING\\r\\n\", expect: +PONG"), KindRunner.LONG);
            runner.run(probe);
            assertThat(runner.loop().steps(probe))
                    .extracting(ProbeStep::name)
                    .containsExactly("resolve", "connect", "send", "answer");
            assertThat(runner.loop().steps(probe))
                    .extracting(ProbeStep::detail)
                    .containsExactly("127.0.0.1", "127.0.0.1:" + server.port(), "6 bytes", "+PONG");
        }
    }

    @Test
    void theTextToSendIsNeverShown() throws Exception {
        try (ScriptedServer server = new ScriptedServer((self, client) -> ScriptedServer.write(client, "+OK\r\n"))) {
            Probe probe =
                    runner.probe(target(server.port(), "send: \"AUTH secret\\r\\n\", expect: +OK"), KindRunner.LONG);
            runner.run(probe);
            assertThat(runner.loop().describe(probe)).contains("send 13 bytes").doesNotContain("secret");
        }
        assertThat(KindRunner.problems("tcp: {address: 'x:1', send: '" + "secret".repeat(200) + "'}"))
                .containsExactly("tcp.send: must have 1 to 1024 bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            send: x                         | needs tcp.address
            address: x                      | tcp.address: 'x' must be HOST:PORT or [IPV6]:PORT
            address: 'x:0'                  | tcp.address: 'x:0' must have a port from 1 to 65535
            address: 'x:1', expect: ''      | tcp.expect: must have 1 to 1024 bytes
            address: 'x:1', agent-line: 1   | tcp.agent-line: '1' must be true or false
            """)
    void wrongValuesAreNamedWithTheirRule(String keys, String problem) throws Exception {
        assertThat(KindRunner.problems("tcp: {" + keys + "}")).containsExactly(problem);
    }
}
