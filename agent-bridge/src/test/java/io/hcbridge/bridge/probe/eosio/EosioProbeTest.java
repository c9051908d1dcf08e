/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.eosio;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeLoop;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.ProbeStep;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.probe.eosio.FakeChain.Answer;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.eosio.BlockTolerance;
import io.hcbridge.protocol.eosio.BlockTolerance.Generation;
import io.hcbridge.protocol.eosio.EosioApi;
import io.hcbridge.protocol.eosio.EosioUrl;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
final class EosioProbeTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final String GOOD = "{\"head_block_time\":\"2026-11-24T12:00:00.000\"}";

    private final ProbeLoop loop = new ProbeLoop(IoKind.ofSystem());
    private final EosioHttp http = new EosioHttp(loop.environment(), 4, LONG);
    private FakeChain chain = new FakeChain();
    private int refusals;

    EosioProbeTest() throws Exception {}

    @BeforeEach
    void answerWell() {
        chain.answers(FakeChain.json(200, GOOD));
    }

    @AfterEach
    void stop() throws Exception {
        chain.close();
        loop.close();
    }

    private EosioProbe probe(EosioApi api, String url, Duration timeout) throws Exception {
        EosioEndpoint endpoint = new EosioEndpoint(api, EosioUrl.parse(url), Optional.empty());
        return probe(new EosioSource(endpoint, http, AddressRule.ANY, EosioSource.Lookup.SYSTEM), timeout);
    }

    private EosioProbe probe(EosioSource source, Duration timeout) {
        return new EosioProbe(
                loop.environment(), timeout, source, new BlockTolerance(10, Generation.LATER), () -> NOW, () -> {});
    }

    private static String text(ProbeResult result) {
        Verdict verdict = (Verdict) result;
        String reason = verdict.reason().text();
        return verdict.health().name().toLowerCase(Locale.ROOT) + (reason.isEmpty() ? "" : " " + reason);
    }

    static Arguments[] answers() {
        String hyperion = "{\"health\":[{\"service\":\"NodeosRPC\",\"service_data\":{\"head_block_num\":%d}},"
                + "{\"service\":\"Elasticsearch\",\"service_data\":{\"last_indexed_block\":%d}}]}";
        String contract =
                "{\"data\":{\"postgres\":{\"status\":\"%s\"},\"redis\":{\"status\":\"OK\"},\"chain\":{\"head_time\":%s}}}";
        long now = NOW.toEpochMilli();
        String ok = "HTTP/1.1 200 OK\r\n";
        String padded = "{\"head_block_time\":\"2026-11-24T12:00:00.000\",\"x\":\"" + "x".repeat(200_000) + "\"}";
        return new Arguments[] {
            // Healthy, lagging, ahead.
            Arguments.of(EosioApi.V1, FakeChain.json(200, GOOD), "up"),
            Arguments.of(
                    EosioApi.V1,
                    FakeChain.json(200, "{\"head_block_time\":\"2026-11-24T11:59:18.000\"}"),
                    "down head block is 42 s behind"),
            Arguments.of(
                    EosioApi.V1,
                    FakeChain.json(200, "{\"head_block_time\":\"2026-11-24T12:00:42.000\"}"),
                    "down head block is 42 s ahead"),
            Arguments.of(EosioApi.V2, FakeChain.json(200, hyperion.formatted(1000, 995)), "up"),
            Arguments.of(
                    EosioApi.V2,
                    FakeChain.json(200, hyperion.formatted(1000, 900)),
                    "down Elasticsearch is 100 blocks behind"),
            Arguments.of(EosioApi.ATOMIC, FakeChain.json(200, contract.formatted("OK", now)), "up"),
            Arguments.of(EosioApi.ATOMIC, FakeChain.json(200, contract.formatted("OK", "\"" + now + "\"")), "up"),
            Arguments.of(
                    EosioApi.ATOMIC, FakeChain.json(200, contract.formatted("ERROR", now)), "down postgres is 'ERROR'"),
            // Statuses before bodies.
            Arguments.of(EosioApi.V1, FakeChain.json(404, GOOD), "down HTTP 404"),
            Arguments.of(EosioApi.V1, FakeChain.json(500, "{}"), "down HTTP 500"),
            Arguments.of(EosioApi.V1, FakeChain.raw("HTTP/1.1 500 X\r\n\r\n<html>"), "down HTTP 500"),
            Arguments.of(
                    EosioApi.V1,
                    FakeChain.raw("HTTP/1.1 302 X\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"),
                    "down HTTP 302"),
            Arguments.of(EosioApi.V1, FakeChain.json(204, ""), "failed HTTP 204 but no JSON"),
            // Bodies.
            Arguments.of(
                    EosioApi.V1,
                    FakeChain.raw(ok + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(GOOD.length())
                            + "\r\n" + GOOD + "\r\n0\r\n\r\n"),
                    "up"),
            Arguments.of(EosioApi.V1, FakeChain.raw(ok + "\r\n" + GOOD), "up"),
            Arguments.of(EosioApi.V1, FakeChain.raw("HTTP/1.0 200 OK\r\n\r\n" + GOOD), "up"),
            Arguments.of(EosioApi.V1, FakeChain.json(200, padded), "up"),
            Arguments.of(
                    EosioApi.V1,
                    FakeChain.raw(ok + "Content-Encoding: gzip\r\n\r\n\u001f\u008b"),
                    "failed HTTP 200 but a compressed body"),
            Arguments.of(
                    EosioApi.V1,
                    FakeChain.json(200, "{\"x\":\"" + "x".repeat(2 << 20) + "\"}"),
                    "failed HTTP 200 but more than 1 MiB"),
            Arguments.of(EosioApi.V1, FakeChain.json(200, ""), "failed HTTP 200 but no JSON"),
            Arguments.of(EosioApi.V1, FakeChain.json(200, "{"), "failed HTTP 200 but no JSON"),
            Arguments.of(EosioApi.V1, FakeChain.json(200, GOOD + "x"), "failed HTTP 200 but no JSON"),
            Arguments.of(EosioApi.V1, FakeChain.json(200, "[".repeat(900_000)), "failed HTTP 200 but no JSON"),
            Arguments.of(EosioApi.V1, FakeChain.json(200, "null"), "failed HTTP 200 but no head_block_time"),
            Arguments.of(EosioApi.V1, FakeChain.json(200, "[]"), "failed HTTP 200 but no head_block_time"),
            Arguments.of(
                    EosioApi.V1,
                    FakeChain.json(200, "{\"head_block_time\":null}"),
                    "failed HTTP 200 but no head_block_time"),
            Arguments.of(EosioApi.V2, FakeChain.json(200, GOOD), "failed HTTP 200 but no health"),
            Arguments.of(EosioApi.ATOMIC, FakeChain.json(200, "{}"), "failed HTTP 200 but no data.postgres.status"),
            // No answer.
            Arguments.of(EosioApi.V1, FakeChain.raw(""), "failed connection closed"),
            Arguments.of(EosioApi.V1, FakeChain.raw("HTTP/1.1 200 OK\r\nContent-"), "failed connection closed"),
            Arguments.of(
                    EosioApi.V1, FakeChain.raw(ok + "Content-Length: 1000\r\n\r\n" + GOOD), "failed connection closed"),
            Arguments.of(
                    EosioApi.V1, FakeChain.raw(ok + "Content-Length: 5\r\n\r\n" + GOOD), "failed HTTP 200 but no JSON"),
        };
    }

    @ParameterizedTest
    @MethodSource("answers")
    void answerOfAnApiBecomesOneVerdict(EosioApi api, Answer answer, String verdict) throws Exception {
        chain.answers(answer);
        assertThat(text(loop.run(probe(api, chain.url(), LONG)))).isEqualTo(verdict);
    }

    @Test
    void answerThatIsNoHttpIsFailed() throws Exception {
        chain.answers(FakeChain.raw("220 mail.example.org ESMTP\r\n\r\n"));
        assertThat(text(loop.run(probe(EosioApi.V1, chain.url(), LONG)))).startsWith("failed ");
        chain.answers(FakeChain.raw("HTTP/1.1 200 OK\r\nX: " + "x".repeat(100_000) + "\r\n\r\n" + GOOD));
        assertThat(text(loop.run(probe(EosioApi.V1, chain.url(), LONG)))).startsWith("failed ");
    }

    @Test
    void serviceThatIsSlowIsFailedInTime() throws Exception {
        chain.answers(FakeChain.silence());
        assertThat(text(loop.run(probe(EosioApi.V1, chain.url(), SHORT))))
                .isEqualTo("failed no answer within 400ms (request GET /v1/chain/get_info)");
        chain.answers(FakeChain.stuckAfter("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"));
        assertThat(text(loop.run(probe(EosioApi.V1, chain.url(), SHORT))))
                .isEqualTo("failed no answer within 400ms (body)");
    }

    @Test
    void refusedConnectionIsFailed() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertThat(text(loop.run(probe(EosioApi.V1, "http://127.0.0.1:" + port, LONG))))
                .isEqualTo("failed connection refused");
    }

    @Test
    void plainServiceBehindAnHttpsUrlIsFailed() throws Exception {
        chain.answers(FakeChain.raw("HTTP/1.1 400 X\r\n\r\n"));
        assertThat(text(loop.run(probe(EosioApi.V1, "https://127.0.0.1:" + chain.port(), SHORT))))
                .startsWith("failed ");
    }

    @ParameterizedTest
    @CsvSource({
        "V1, '', '', GET /v1/chain/get_info HTTP/1.1, 127.0.0.1",
        "V2, '', '', GET /v2/health HTTP/1.1, 127.0.0.1",
        "ATOMIC, '', '', GET /health HTTP/1.1, 127.0.0.1",
        "V1, /eos/main, '', GET /eos/main/v1/chain/get_info HTTP/1.1, 127.0.0.1",
        "V1, '', api.example.org, GET /v1/chain/get_info HTTP/1.1, api.example.org",
        "ATOMIC, '', api.example.org:8080, GET /health HTTP/1.1, api.example.org:8080",
    })
    void requestHasTheApisPathAndAHostWithoutPort(EosioApi api, String path, String host, String line, String header)
            throws Exception {
        EosioEndpoint endpoint = new EosioEndpoint(
                api, EosioUrl.parse(chain.url() + path), Optional.of(host).filter(h -> !h.isEmpty()));
        loop.run(probe(new EosioSource(endpoint, http, AddressRule.ANY, EosioSource.Lookup.SYSTEM), LONG));
        String head = chain.requests().get(0);
        assertThat(head)
                .startsWith(line + "\n")
                .containsIgnoringCase("\nHost: " + header + "\n")
                .containsIgnoringCase("\nConnection: close\n")
                .doesNotContainIgnoringCase("Accept-Encoding");
        assertThat(head.lines().filter(l -> l.regionMatches(true, 0, "Host:", 0, 5)))
                .hasSize(1);
    }

    @Test
    void addressIsLookedUpOnceAndTheRuleHoldsForEachProbe() throws Exception {
        Deque<String> answers = new ArrayDeque<>(List.of("127.0.0.1", "127.0.0.2"));
        List<String> lookups = new ArrayList<>();
        EosioEndpoint endpoint = new EosioEndpoint(
                EosioApi.V1, EosioUrl.parse("http://rebind.example:" + chain.port()), Optional.empty());
        EosioProbe probe = probe(
                new EosioSource(endpoint, http, rule("127.0.0.1"::equals), (run, host, then) -> {
                    lookups.add(host);
                    then.accept(List.of(address(answers.removeFirst())));
                }),
                LONG);
        assertThat(text(loop.run(probe))).isEqualTo("up");
        assertThat(lookups).containsExactly("rebind.example");
        assertThat(chain.requests().get(0)).containsIgnoringCase("\nHost: rebind.example\n");
        assertThat(text(loop.run(probe))).isEqualTo("failed not allowed");
        assertThat(lookups).hasSize(2);
        assertThat(chain.requests()).hasSize(1);
        assertThat(refusals).isEqualTo(1);
    }

    @Test
    void onlyPermittedAddressesOfANameAreTriedAndOneThatAnswersIsEnough() throws Exception {
        EosioEndpoint endpoint =
                new EosioEndpoint(EosioApi.V1, EosioUrl.parse("http://many.example:" + chain.port()), Optional.empty());
        EosioProbe probe = probe(
                new EosioSource(
                        endpoint,
                        http,
                        rule(address -> !address.equals("127.0.0.2")),
                        (run, host, then) ->
                                then.accept(List.of(address("127.0.0.2"), address("127.0.0.3"), address("127.0.0.1")))),
                LONG);
        assertThat(text(loop.run(probe))).isEqualTo("up");
        assertThat(loop.steps(probe))
                .extracting(ProbeStep::name)
                .containsExactly("connect", "connect", "request", "body");
        assertThat(loop.steps(probe).get(0).detail()).isEqualTo("127.0.0.3 port " + chain.port());
    }

    @Test
    void oneAnswerIsJudgedByOtherTolerances() throws Exception {
        chain.answers(FakeChain.json(200, "{\"head_block_time\":\"2026-11-24T11:59:53.000\"}"));
        EosioProbe probe = probe(EosioApi.V1, chain.url(), LONG);
        ProbeResult result = loop.run(probe);
        assertThat(text(result)).isEqualTo("down head block is 7 s behind");
        assertThat(text(loop.call(() -> probe.judge(result, new BlockTolerance(10, Generation.OLDER)))))
                .isEqualTo("up");
    }

    @Test
    void verdictOfAProbeWithoutAnAnswerStandsForAllTolerances() throws Exception {
        EosioProbe probe = probe(EosioApi.V1, chain.url(), SHORT);
        loop.run(probe);
        chain.answers(FakeChain.silence());
        ProbeResult result = loop.run(probe);
        assertThat(loop.call(() -> probe.judge(result, BlockTolerance.DEFAULT))).isEqualTo(result);
        assertThat(((Verdict) result).health()).isEqualTo(Health.FAILED);
    }

    @Test
    void bodiesUnderWayShareABound() {
        for (int i = 0; i < 16; i++) {
            assertThat(http.reserve(EosioHttp.MAX_BODY)).isTrue();
        }
        assertThat(http.reserve(1)).isFalse();
        http.release(EosioHttp.MAX_BODY);
        assertThat(http.reserve(EosioHttp.MAX_BODY)).isTrue();
    }

    @Test
    void roomOfEveryBodyIsReleased() throws Exception {
        chain.answers(FakeChain.json(200, "[" + "{},".repeat(300_000) + "{}]"));
        for (int i = 0; i < 20; i++) {
            assertThat(text(loop.run(probe(EosioApi.V1, chain.url(), LONG))))
                    .isEqualTo("failed HTTP 200 but no head_block_time");
        }
        assertThat(http.reserve(16 * EosioHttp.MAX_BODY)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(IoKind.class)
    void everyKindOfLoopCanAsk(IoKind kind) throws Exception {
        try (ProbeLoop other = new ProbeLoop(kind)) {
            EosioProbeConfig config = new EosioProbeConfig(
                    new EosioEndpoint(EosioApi.V1, EosioUrl.parse(chain.url()), Optional.empty()),
                    BlockTolerance.DEFAULT);
            Probe probe = config.open(other.environment(), "chain", LONG);
            assertThat(text(other.run(probe))).startsWith("down head block is ");
            other.call(() -> {
                probe.close();
                return true;
            });
        }
    }

    private AddressRule rule(Predicate<String> permitted) {
        return new AddressRule() {
            @Override
            public boolean permits(InetAddress address) {
                return permitted.test(address.getHostAddress());
            }

            @Override
            public void refused(List<InetAddress> addresses) {
                refusals++;
            }
        };
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(text, e);
        }
    }
}
