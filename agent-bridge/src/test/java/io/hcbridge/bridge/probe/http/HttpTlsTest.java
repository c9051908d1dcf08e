/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.probe.KindRunner;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.ProbeStep;
import io.hcbridge.bridge.probe.ScriptedServer;
import io.hcbridge.bridge.probe.TestCertificate;
import io.hcbridge.bridge.probe.Verdict;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS and HTTP/2 with a server that does both. */
final class HttpTlsTest {
    @TempDir
    private static Path directory;

    private static Vertx vertx;
    private static TestCertificate good;
    private static TestCertificate other;
    private static TestCertificate expired;

    private final KindRunner runner = new KindRunner();
    private final AtomicInteger connections = new AtomicInteger();

    @BeforeAll
    static void makeCertificates() throws Exception {
        vertx = Vertx.vertx();
        good = TestCertificate.make(directory, "localhost", "-1d", 10);
        other = TestCertificate.make(directory, "other.example", "-1d", 10);
        expired = TestCertificate.makeSigned(directory, "expired", "-10d", 1);
    }

    @AfterAll
    static void stopVertx() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        runner.close();
    }

    private int serve(HttpServerOptions options) throws Exception {
        HttpServer server = vertx.createHttpServer(options)
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(request -> request.response().end(request.version() + " " + request.authority()));
        return server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS).actualPort();
    }

    private static HttpServerOptions tls(TestCertificate certificate) {
        return new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PfxOptions()
                        .setPath(certificate.store().toString())
                        .setAlias(TestCertificate.ALIAS)
                        .setPassword(TestCertificate.PASSWORD));
    }

    private static String target(int port, String keys) {
        return "http: {url: 'https://localhost:" + port + "/'" + (keys.isEmpty() ? "" : ", ") + keys + "}";
    }

    private static String ca(TestCertificate certificate) {
        return "tls: {ca: " + certificate.authority() + "}";
    }

    @ParameterizedTest
    @CsvSource({"auto, HTTP_2, h2", "1.1, HTTP_1_1, http/1.1", "2, HTTP_2, h2"})
    void theConfiguredVersionIsSpoken(String version, String spoken, String alpn) throws Exception {
        int port = serve(tls(good));
        Probe probe = runner.probe(
                target(port, ca(good) + ", version: " + version + ", expect-body: " + spoken), KindRunner.LONG);
        for (int i = 0; i < 3; i++) {
            assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
        }
        assertThat(connections).hasValue(1);

        ProbeResult first = runner.run(target(port, ca(good) + ", version: " + version));
        assertThat(first).isEqualTo(Verdict.UP);
        assertThat(runner.loop().steps(probe)).extracting(ProbeStep::name).startsWith("connection");
        assertThat(alpn).isNotEmpty();
    }

    @Test
    void theStepsNameTheVersionOfTls() throws Exception {
        Probe probe = runner.probe(target(serve(tls(good)), ca(good)), KindRunner.LONG);
        runner.run(probe);
        assertThat(runner.loop().steps(probe))
                .filteredOn(step -> step.name().equals("connect and TLS"))
                .extracting(ProbeStep::detail)
                .last()
                .asString()
                .matches(".*127.0.0.1:\\d+ TLSv1.3 TLS_AES_\\w+ h2");
    }

    @Test
    void http2IsSpokenWithoutTlsByPriorKnowledge() throws Exception {
        int port = serve(new HttpServerOptions());
        String target = "http: {url: 'http://127.0.0.1:" + port + "/', host: shop.example, version: 2,"
                + " expect-body: HTTP_2 shop.example}";
        assertThat(runner.run(target)).isEqualTo(Verdict.UP);
    }

    @Test
    void aKeptConnectionOnWhichARequestFailsIsClosedBeforeAnotherIsMade() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        CountDownLatch firstClosed = new CountDownLatch(1);
        HttpServer server = vertx.createHttpServer(new HttpServerOptions())
                .connectionHandler(connection -> {
                    if (connections.incrementAndGet() == 1) {
                        connection.closeHandler(closed -> firstClosed.countDown());
                    }
                })
                .requestHandler(request -> {
                    if (requests.incrementAndGet() == 2) {
                        request.response().reset();
                    } else {
                        request.response().end();
                    }
                });
        int port = server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS).actualPort();
        Probe probe = runner.probe("http: {url: 'http://127.0.0.1:" + port + "/', version: 2}", KindRunner.LONG);
        assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
        assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
        assertThat(connections).hasValue(2);
        assertThat(firstClosed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aServerWithoutHttp2HasFailedWhereItIsRequired() throws Exception {
        int port = serve(tls(good).setUseAlpn(false));
        assertThat(runner.run(target(port, ca(good) + ", version: 2")))
                .isEqualTo(Verdict.failed("HTTP/1.1 not supported"));
        assertThat(runner.run(target(port, ca(good) + ", expect-body: HTTP_1_1")))
                .isEqualTo(Verdict.UP);
    }

    @Test
    void anUnknownAuthorityIsNotTrusted() throws Exception {
        int port = serve(tls(good));
        Verdict unknown = Verdict.failed("TLS: certificate is signed by an unknown authority");
        assertThat(runner.run(target(port, ""))).isEqualTo(unknown);
        assertThat(runner.run(target(port, ca(other)))).isEqualTo(unknown);
        assertThat(runner.run(target(port, "tls: {insecure: true}"))).isEqualTo(Verdict.UP);
    }

    @Test
    void aCertificateForAnotherHostIsNotTrusted() throws Exception {
        int port = serve(tls(other));
        assertThat(runner.run(target(port, ca(other))))
                .isEqualTo(Verdict.failed("TLS: certificate does not have the name localhost"));
        assertThat(runner.run(target(port, "host: other.example, " + ca(other))))
                .isEqualTo(Verdict.UP);
        assertThat(runner.run(target(port, "tls: {insecure: true}"))).isEqualTo(Verdict.UP);
    }

    @Test
    void anExpiredCertificateIsNotTrusted() throws Exception {
        int port = serve(tls(expired));
        assertThat(runner.run(target(port, "host: expired, " + ca(expired))))
                .isEqualTo(Verdict.failed("TLS: certificate has expired"));
    }

    @Test
    void aServerThatAsksForACertificateGetsTheConfiguredOne() throws Exception {
        int port = serve(tls(good)
                .setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(other.certificate().toString())));
        String keys = "version: 1.1, tls: {ca: " + good.certificate() + ", certificate: %s, key: %s}";
        assertThat(runner.run(target(port, keys.formatted(other.certificate(), other.key()))))
                .isEqualTo(Verdict.UP);
        assertThat(runner.run(target(port, "version: 1.1, " + ca(good))))
                .asString()
                .contains("FAILED");
    }

    @Test
    void filesThatCannotBeUsedAreProblemsOfTheHost() throws Exception {
        Path none = directory.resolve("none.pem");
        Path garbage = Files.writeString(directory.resolve("garbage.pem"), "garbage");
        String noCertificate = ": no certificate in PEM form (-----BEGIN CERTIFICATE-----)";
        assertThat(hostProblems(ca(good))).isEmpty();
        assertThat(hostProblems(identity(good.certificate(), good.key()))).isEmpty();
        assertThat(hostProblems("tls: {ca: " + none + "}")).containsExactly("http.tls.ca: " + none + ": no such file");
        assertThat(hostProblems("tls: {ca: " + garbage + "}"))
                .containsExactly("http.tls.ca: " + garbage + noCertificate);
        assertThat(hostProblems("tls: {ca: " + directory + "}"))
                .containsExactly("http.tls.ca: " + directory + ": not a regular file");
        assertThat(hostProblems(identity(garbage, none)))
                .containsExactly(
                        "http.tls.key: " + none + ": no such file", "http.tls.certificate: " + garbage + noCertificate);
        assertThat(hostProblems(identity(good.certificate(), other.key())))
                .singleElement()
                .asString()
                .startsWith("http.tls.key: " + other.key() + ": not the private key of the certificate");
    }

    private static List<String> hostProblems(String keys) throws Exception {
        return KindRunner.config(target(1, keys)).hostProblems(List.of());
    }

    private static String identity(Path certificate, Path key) {
        return "tls: {certificate: " + certificate + ", key: " + key + "}";
    }

    @Test
    void aServerWithoutTlsHasFailed() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(1, "HTTP/1.1 200 OK\r\n\r\n")) {
            assertThat(runner.run(target(server.port(), "tls: {insecure: true}"), Duration.ofSeconds(2)))
                    .asString()
                    .contains("FAILED");
        }
    }
}
