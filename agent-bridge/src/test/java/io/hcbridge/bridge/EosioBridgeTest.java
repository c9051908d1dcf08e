/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.config.ConfigBuilder;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.probe.eosio.FakeChain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The EOSIO agent, from a line on its port to the request that the line causes. */
@Timeout(30)
final class EosioBridgeTest {
    @TempDir
    static Path directory;

    private static FakeChain chain;
    private static Bridge bridge;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        chain = new FakeChain();
        bridge = bridge();
        port = ((TcpAddress) bridge.start().get(0)).port();
    }

    private static Bridge bridge() throws Exception {
        Path file = Files.writeString(
                directory.resolve("hcbridge.yaml"), """
                agent: {listen: 127.0.0.1:0, reply-deadline: 5s}
                metrics: {listen: none}
                log: {level: error}
                eosio:
                  enabled: true
                  allow: ['127.0.0.1:%d', '127.0.0.1:%d/eos', listed.example.org, '*.suffix.example.org']
                targets:
                  chain: {eosio: {url: 'http://127.0.0.1:%d', blocks: 20}}
                  orders: {directory: %s}
                """.formatted(chain.port(), chain.port(), chain.port(), directory));
        return new Bridge(new ConfigBuilder().file(file).build(), "test");
    }

    @BeforeEach
    void answerWell() {
        chain.answers(client -> FakeChain.json(200, "{\"head_block_time\":\"" + secondsAgo(0) + "\"}")
                .to(client));
        chain.forget();
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
        chain.close();
    }

    private static String secondsAgo(long seconds) {
        return LocalDateTime.ofInstant(Instant.now().minusSeconds(seconds), ZoneOffset.UTC)
                .toString();
    }

    private String ask(String line) throws Exception {
        return AgentClient.ask(port, line.replace("{port}", String.valueOf(chain.port())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1|http://127.0.0.1:{port}|10\n",
                "v1|http://127.0.0.1:{port}\n",
                "v1|http://127.0.0.1:{port}|10\r\n",
                "v1|http://127.0.0.1:{port}",
                "v1|HTTP://127.0.0.1:{port}/|10|listed.example.org\n",
                "v1|http://127.0.0.1:{port}/eos\n",
                "http://127.0.0.1:{port}\n",
                "http://127.0.0.1:{port}|10|v1\n",
                "http://127.0.0.1:{port}|v1|10\n",
                "127.0.0.1:{port}\n",
                "127.0.0.1:{port}:10:v1\n",
                "chain\n",
                "debug|up\n",
            })
    void everySpellingIsAnswered(String line) throws Exception {
        assertThat(ask(line)).isEqualTo("up\n");
    }

    @Test
    void spellingDecidesWhatTheNumberOfBlocksMeans() throws Exception {
        chain.answers(client -> FakeChain.json(200, "{\"head_block_time\":\"" + secondsAgo(8) + "\"}")
                .to(client));
        assertThat(ask("v1|http://127.0.0.1:{port}|10\n")).isEqualTo("down #head block is 8 s behind\n");
        assertThat(ask("127.0.0.1:{port}:10\n")).isEqualTo("up\n");
        assertThat(ask("chain\n")).isEqualTo("up\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            debug|down #why;             down #why
            debug|drain 50%;             drain 50%
            debug|failed;                failed fail
            debug|down#why;              failed fail #unknown word 'down#why'
            v9|http://127.0.0.1:{port};  failed fail #unknown api 'v9'
            v1|;                         failed fail #too few fields in 'v1|'
            orders;                      failed fail #
            """)
    void otherLinesGetTheirReply(String line, String reply) throws Exception {
        assertThat(ask(line + "\n")).startsWith(reply).endsWith("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Not listed.
                "v1|http://127.0.0.1:1",
                "v1|http://127.0.0.2:{port}",
                "v1|http://127.0.0.1:{port}/other",
                "v1|http://127.0.0.1",
                "nope",
                "localhost",
                "v1|http://listed.example.org.evil.net",
                "v1|http://suffix.example.org",
                "v1|http://169.254.169.254",
                "v1|http://[::1]:{port}",
                // One place in another spelling.
                "v1|http://2130706433:{port}",
                "v1|http://0x7f000001:{port}",
                "v1|http://0x7f.0.0.1:{port}",
                "v1|http://0177.0.0.1:{port}",
                "v1|http://127.1:{port}",
                "v1|http://127.0.0.1.:{port}",
                "v1|http://127.000.0.1:{port}",
                "v1|http://[::ffff:127.0.0.2]:{port}",
                "v1|http://[::ffff:7f00:2]:{port}",
                "v1|http://listed.example.org.:{port}",
                "v1|http://LISTED.example.org@127.0.0.1:1",
                "v1|http://127.0.0.1:{port}@127.0.0.1:1",
                "v1|http://user:pass@127.0.0.1:{port}",
                "v1|http://127.0.0.1:{port}\\@127.0.0.1:1",
                // What is no plain base URL.
                "v1|http://127.0.0.1:{port}?x=y",
                "v1|http://127.0.0.1:{port}#x",
                "v1|http://127.0.0.1:{port}/eos/../other",
                "v1|http://127.0.0.1:{port}/eos/%2e%2e/other",
                "v1|http://127.0.0.1:{port}//eos",
                "v1|ftp://127.0.0.1:{port}",
                "v1|file:///etc/passwd",
                "v1|127.0.0.1:{port}",
                "v1|http://127.0.0.1:{port}\rHost: x",
                // The host field.
                "v1|http://127.0.0.1:{port}|10|other.example.org",
                "v1|http://127.0.0.1:{port}|10|127.0.0.1",
                "v1|http://127.0.0.1:{port}|10|listed.example.org\rX: y",
                "v1|http://127.0.0.1:{port}|10|listed.example.org/x",
            })
    void lineThatTheListDoesNotAllowCausesNoRequest(String line) throws Exception {
        assertThat(ask(line + "\n")).isEqualTo("failed fail #not allowed\n");
        assertThat(chain.requests()).isEmpty();
    }

    @Test
    void requestAfterALineFeedIsNotRead() throws Exception {
        assertThat(ask("v1|http://127.0.0.1:{port}/eos\nv1|http://127.0.0.1:1\n"))
                .isEqualTo("up\n");
        assertThat(chain.requests()).hasSize(1);
    }

    @Test
    void redirectIsDownAndIsNotFollowed() throws Exception {
        try (FakeChain other = new FakeChain()) {
            chain.answers(
                    FakeChain.raw("HTTP/1.1 302 X\r\nLocation: " + other.url() + "\r\nContent-Length: 0\r\n\r\n"));
            assertThat(ask("v1|http://127.0.0.1:{port}\n")).isEqualTo("down #HTTP 302\n");
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void deadlineOfTheCheckHolds() throws Exception {
        chain.answers(FakeChain.silence());
        long start = System.nanoTime();
        assertThat(ask("v1|http://127.0.0.1:{port}\n"))
                .isEqualTo("failed fail #no answer within 4s (request GET /v1/chain/get_info)\n");
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }

    @Test
    void requestUnderWayDoesNotKeepTheBridgeFromEnding() throws Exception {
        chain.answers(FakeChain.silence());
        Bridge other = bridge();
        int otherPort = ((TcpAddress) other.start().get(0)).port();
        // The rehearsal has queried the chain, too.
        chain.forget();
        try (AgentClient client = new AgentClient(otherPort)) {
            client.send("v1|http://127.0.0.1:" + chain.port() + "\n");
            while (chain.requests().isEmpty()) {
                Thread.onSpinWait();
            }
            other.close();
            assertThat(client.reply()).isIn("", "failed fail #no answer within 4s (request GET /v1/chain/get_info)\n");
        }
    }
}
