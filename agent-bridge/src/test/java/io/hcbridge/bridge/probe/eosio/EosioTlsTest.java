/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.eosio;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.probe.ProbeLoop;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.TestCertificate;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.eosio.BlockTolerance;
import io.hcbridge.protocol.eosio.EosioApi;
import io.hcbridge.protocol.eosio.EosioUrl;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS to an address that was looked up before: the certificate is verified for the URL's name. */
@Timeout(30)
final class EosioTlsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    private static Path directory;

    private static Vertx vertx;
    private static final AtomicReference<String> SERVER_NAME = new AtomicReference<>("");
    private static TestCertificate certificate;
    private static int port;

    private final ProbeLoop loop = new ProbeLoop(IoKind.ofSystem());

    @BeforeAll
    static void serve() throws Exception {
        certificate = TestCertificate.make(directory, "api.example", "-1d", 10);
        vertx = Vertx.vertx();
        port = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setSni(true)
                        .setKeyCertOptions(new PfxOptions()
                                .setPath(certificate.store().toString())
                                .setAlias(TestCertificate.ALIAS)
                                .setPassword(TestCertificate.PASSWORD)))
                .requestHandler(request -> {
                    SERVER_NAME.set(String.valueOf(request.connection().indicatedServerName()));
                    request.response().end("{\"head_block_time\":\"2026-11-24T12:00:00.000\"}");
                })
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterAll
    static void stopServer() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        loop.close();
    }

    private Verdict ask(String host, HttpClientOptions options) throws Exception {
        return (Verdict) loop.run(probe("https://" + host + ":" + port, Duration.ofSeconds(20), options));
    }

    private EosioProbe probe(String url, Duration timeout, HttpClientOptions options) throws Exception {
        EosioEndpoint endpoint = new EosioEndpoint(EosioApi.V1, EosioUrl.parse(url), Optional.empty());
        EosioHttp http = new EosioHttp(loop.environment(), 1, timeout, options);
        return new EosioProbe(
                loop.environment(),
                timeout,
                new EosioSource(
                        endpoint,
                        http,
                        AddressRule.ANY,
                        (run, name, then) -> then.accept(List.of(InetAddress.getLoopbackAddress()))),
                BlockTolerance.DEFAULT,
                () -> NOW,
                () -> {});
    }

    private static HttpClientOptions trusting() {
        return new HttpClientOptions()
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(certificate.authority().toString()));
    }

    @Test
    void certificateOfTheUrlsNameIsAcceptedAndTheNameIsIndicated() throws Exception {
        assertThat(ask("api.example", trusting())).isEqualTo(Verdict.UP);
        assertThat(SERVER_NAME.get()).isEqualTo("api.example");
    }

    @Test
    void handshakeThatIsNotAnsweredEndsItsConnectionAtTheTimeLimit() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "https://api.example:" + silent.getLocalPort();
            CompletableFuture<ProbeResult> result =
                    loop.start(probe(url, Duration.ofMillis(400), new HttpClientOptions()));
            silent.setSoTimeout(10_000);
            try (Socket client = silent.accept()) {
                // Vert.x gives a handshake 10 s.
                client.setSoTimeout(5_000);
                assertThat(client.getInputStream().readAllBytes()).isNotEmpty();
            }
            assertThat(((Verdict) result.get(10, TimeUnit.SECONDS)).health()).isEqualTo(Health.FAILED);
        }
    }

    @Test
    void connectThatIsNotAnsweredIsGivenUpAtTheTimeLimit() {
        HttpClientOptions options = new HttpClientOptions();
        new EosioHttp(loop.environment(), 1, Duration.ofMillis(400), options).close();
        assertThat(options.getConnectTimeout()).isEqualTo(400);
    }

    @Test
    void certificateOfAnotherNameIsFailed() throws Exception {
        Verdict verdict = ask("other.example", trusting());
        assertThat(verdict.health()).isEqualTo(Health.FAILED);
        assertThat(verdict.reason().text()).startsWith("TLS: certificate does not have the name ");
    }

    @Test
    void certificateOfAnUnknownAuthorityIsFailed() throws Exception {
        Verdict verdict = ask("api.example", new HttpClientOptions());
        assertThat(verdict.health()).isEqualTo(Health.FAILED);
        assertThat(verdict.reason().text()).isEqualTo("TLS: certificate is signed by an unknown authority");
    }
}
