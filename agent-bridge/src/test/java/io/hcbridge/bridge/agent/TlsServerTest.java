/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.bridge.AgentClient;
import io.hcbridge.bridge.config.BridgeConfig.AgentConfig;
import io.hcbridge.bridge.config.BridgeConfig.AgentConfig.UnknownTarget;
import io.hcbridge.bridge.config.SocketAccess;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.config.UnixAddress;
import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.net.ListenerEvents;
import io.hcbridge.bridge.net.LoopVertx;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.tls.AgentTls;
import io.hcbridge.bridge.tls.TestPki;
import io.netty.channel.EventLoop;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests checks over TLS with real sockets, on every kind of event loop. */
@Timeout(60)
@ParameterizedClass
@EnumSource(IoKind.class)
final class TlsServerTest {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final int READ_LIMIT_MILLIS = 15_000;
    /** A handshake record that announces 100 bytes and contains one. */
    private static final byte[] BEGUN = {22, 3, 1, 0, 100, 1};

    @TempDir
    private Path directory;

    private final LoopVertx network;
    private final EventLoop loop;

    private TestPki pki;
    private X509Bundle right;
    private TestTarget web;
    private AgentTls tls;
    private AgentServer server;
    private int port;

    TlsServerTest(IoKind kind) {
        network = LoopVertx.start(new VertxOptions(), kind, new NoFailure());
        loop = network.loop();
    }

    private static final class NoFailure implements ListenerEvents {
        @Override
        public void acceptFailed(SocketAddress listener, Throwable cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void closed(SocketAddress listener) {}
    }

    @BeforeEach
    void start() throws Exception {
        pki = new TestPki(directory);
        right = TestPki.client().buildIssuedBy(pki.authority);
        web = new TestTarget();
        tls = new AgentTls(pki.config);
        listen(DEADLINE, 100);
    }

    private void listen(Duration deadline, int maxConnections) throws IOException {
        AgentConfig config = new AgentConfig(
                List.of(new TcpAddress("127.0.0.1", 0)),
                List.of(),
                deadline,
                maxConnections,
                Optional.empty(),
                UnknownTarget.FAIL,
                Duration.ofSeconds(30),
                new SocketAccess(PosixFilePermissions.fromString("rw-rw----"), Optional.empty()),
                Optional.of(pki.config));
        server = new AgentServer(network, config, Optional.of(tls), web.targets, web.metrics);
        port = ((TcpAddress) server.listen(new TcpAddress("127.0.0.1", 0))).port();
    }

    @AfterEach
    void stop() throws Exception {
        server.close(Duration.ZERO);
        tls.close();
        network.vertx().close().await(5, TimeUnit.SECONDS);
    }

    private SSLSocket connect(SSLContext context, String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READ_LIMIT_MILLIS);
        socket.setSoTimeout(READ_LIMIT_MILLIS);
        socket.setTcpNoDelay(true);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        return socket;
    }

    private SSLSocket connect(@Nullable X509Bundle bundle) throws Exception {
        return connect(pki.clientWith(bundle));
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns everything up to a clean end of the stream. An end without close_notify is an exception. */
    private static String reply(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private String ask(@Nullable X509Bundle bundle, String line) throws Exception {
        try (SSLSocket socket = connect(bundle)) {
            send(socket, line);
            return reply(socket);
        }
    }

    private void assertRejected(@Nullable X509Bundle bundle, Rejection reason) {
        assertThatThrownBy(() -> ask(bundle, "web\n")).isInstanceOf(IOException.class);
        await(() -> web.rejected(reason) == 1);
        assertThat(web.replied("up")).isZero();
    }

    private static void await(BooleanSupplier condition) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            Thread.onSpinWait();
        }
    }

    private void awaitOpen(int connections) {
        await(() -> web.metrics.openConnections() == connections);
    }

    private <T> T fromLoop(Callable<T> action) throws Exception {
        return loop.submit(action).get(5, TimeUnit.SECONDS);
    }

    private void onLoop(Runnable action) throws Exception {
        fromLoop(() -> {
            action.run();
            return true;
        });
    }

    private void awaitProbe() throws Exception {
        while (!fromLoop(web::isProbed)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void clientWithAValidCertificateGetsAReplyInBothVersions() throws Exception {
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            try (SSLSocket socket = connect(pki.clientWith(right), version)) {
                send(socket, "web\n");
                assertThat(reply(socket)).isEqualTo("up\n");
                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            }
        }
        onLoop(() -> assertThat(web.replies.lastReplies(TestTarget.NAME)).hasSize(1));
    }

    @Test
    void resumedSessionGetsAReply() throws Exception {
        SSLContext context = pki.clientWith(right);
        for (int i = 0; i < 3; i++) {
            try (SSLSocket socket = connect(context)) {
                send(socket, "web\n");
                assertThat(reply(socket)).isEqualTo("up\n");
            }
        }
    }

    @Test
    void commonNameCountsWithoutAlternativeNamesAndCaseIsIgnored() throws Exception {
        X509Bundle named = TestPki.unnamed("CN=HAProxy.Example,O=x").buildIssuedBy(pki.authority);
        assertThat(ask(named, "web\n")).isEqualTo("up\n");
    }

    @Test
    void commonNameIsIgnoredIfThereIsAnAlternativeName() throws Exception {
        assertRejected(
                TestPki.unnamed("CN=" + TestPki.CLIENT)
                        .addSanIpAddress("10.0.0.1")
                        .buildIssuedBy(pki.authority),
                Rejection.TLS_WRONG_NAME);
    }

    @Test
    void clientWithoutACertificateIsRejected() {
        assertRejected(null, Rejection.TLS_NO_CERTIFICATE);
    }

    @Test
    void clientOfAnotherAuthorityIsRejected() throws Exception {
        // A client sends no certificate if none of the announced authorities has signed it. These authorities have the
        // same name.
        assertRejected(TestPki.client().buildIssuedBy(TestPki.authority()), Rejection.TLS_UNTRUSTED);
    }

    @Test
    void clientWithAnotherNameIsRejected() throws Exception {
        assertRejected(TestPki.named("other.example").buildIssuedBy(pki.authority), Rejection.TLS_WRONG_NAME);
    }

    @Test
    void expiredCertificateIsRejected() throws Exception {
        assertRejected(
                TestPki.client().notAfter(Instant.now().minusSeconds(60)).buildIssuedBy(pki.authority),
                Rejection.TLS_EXPIRED);
    }

    @Test
    void certificateThatIsNotValidYetIsRejected() throws Exception {
        assertRejected(
                TestPki.client().notBefore(Instant.now().plusSeconds(3600)).buildIssuedBy(pki.authority),
                Rejection.TLS_EXPIRED);
    }

    @Test
    void certificateForServersOnlyIsRejected() throws Exception {
        assertRejected(
                TestPki.client().addExtendedKeyUsageServerAuth().buildIssuedBy(pki.authority), Rejection.TLS_UNTRUSTED);
    }

    @Test
    void clientThatDoesNotTrustTheBridgeIsCounted() throws Exception {
        TestPki other = new TestPki(java.nio.file.Files.createDirectory(directory.resolve("other")));
        assertThatThrownBy(() -> {
                    try (SSLSocket socket = connect(other.clientWith(right))) {
                        send(socket, "web\n");
                    }
                })
                .isInstanceOf(IOException.class);
        await(() -> web.rejected(Rejection.TLS_REFUSED) == 1);
    }

    /** A line may be shorter than the header of a TLS record, which has 5 bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "web\n", "orders\n", "GET / HTTP/1.1\r\n\r\n"})
    void clientWithoutTlsIsClosedAtOnceWithoutAReplyAndCounted(String line) throws Exception {
        long begun = System.nanoTime();
        try (AgentClient client = new AgentClient(port).send(line)) {
            assertThat(client.reply()).isEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(DEADLINE);
        await(() -> web.rejected(Rejection.TLS_NOT_SPOKEN) == 1);
        assertThat(web.rejected(Rejection.TLS_TOO_SLOW)).isZero();
    }

    @Test
    void disconnectDuringTheHandshakeIsNotCounted() throws Exception {
        for (byte[] sent : List.of(new byte[0], BEGUN)) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write(sent);
            }
        }
        assertThat(ask(right, "web\n")).isEqualTo("up\n");
        awaitOpen(0);
        for (Rejection reason : Rejection.values()) {
            assertThat(web.rejected(reason)).as(reason.name()).isZero();
        }
    }

    @Test
    void stalledHandshakeEndsAtTheDeadlineAndCountsAsAConnection() throws Exception {
        listenAgain(Duration.ofMillis(500), 1);
        long begun = System.nanoTime();
        try (Socket stalled = new Socket(InetAddress.getLoopbackAddress(), port)) {
            stalled.setSoTimeout(READ_LIMIT_MILLIS);
            stalled.getOutputStream().write(BEGUN);
            awaitOpen(1);
            try (AgentClient refused = new AgentClient(port)) {
                assertThat(refused.reply()).isEmpty();
            }
            assertThat(web.rejected(Rejection.TOO_MANY_CONNECTIONS)).isOne();
            assertThat(stalled.getInputStream().read()).isEqualTo(-1);
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofMillis(440), Duration.ofMillis(1500));
        }
        awaitOpen(0);
        assertThat(web.rejected(Rejection.TLS_TOO_SLOW)).isOne();
        assertThat(ask(right, "web\n")).isEqualTo("up\n");
    }

    @Test
    void deadlineStartsAtAcceptAndNotAfterTheHandshake() throws Exception {
        listenAgain(Duration.ofSeconds(1), 10);
        onLoop(web::hang);
        try (SSLSocket socket = connect(right)) {
            long begun = System.nanoTime();
            awaitOpen(1);
            while (System.nanoTime() - begun < 600_000_000) {
                Thread.onSpinWait();
            }
            send(socket, "web\n");
            assertThat(reply(socket)).startsWith("failed fail #no answer within");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(1400));
        }
    }

    @Test
    void clientThatClosesItsOutputGetsAReply() throws Exception {
        onLoop(web::hang);
        try (SSLSocket socket = connect(pki.clientWith(right), "TLSv1.3")) {
            send(socket, "web");
            socket.shutdownOutput();
            awaitProbe();
            onLoop(() -> web.answer(Verdict.UP));
            assertThat(reply(socket)).isEqualTo("up\n");
        }
    }

    @Test
    void lineCutOffWithoutCloseNotifyGetsNoReply() throws Exception {
        onLoop(web::hang);
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
                SSLSocket socket = (SSLSocket)
                        pki.clientWith(right).getSocketFactory().createSocket(plain, "localhost", port, false)) {
            socket.startHandshake();
            send(socket, "we");
            plain.shutdownOutput();
            awaitOpen(0);
        }
        assertThat(fromLoop(web::isProbed)).isFalse();
    }

    @Test
    void clientThatSendsMoreGetsTheCompleteReplyAndACleanEnd() throws Exception {
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            try (SSLSocket socket = connect(pki.clientWith(right), version)) {
                send(socket, "web\n" + "x".repeat(100_000));
                assertThat(reply(socket)).isEqualTo("up\n");
            }
        }
        awaitOpen(0);
    }

    @Test
    void clientThatDisconnectsWhileTheServiceHangsChangesNothing() throws Exception {
        onLoop(web::hang);
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
                SSLSocket socket = (SSLSocket)
                        pki.clientWith(right).getSocketFactory().createSocket(plain, "localhost", port, false)) {
            send(socket, "web\n");
            awaitProbe();
            reset(plain);
        }
        onLoop(() -> web.answer(Verdict.UP));
        awaitOpen(0);
        onLoop(() -> assertThat(web.replies.lastReplies(TestTarget.NAME)).isEmpty());
        assertThat(web.replied("up")).isZero();
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Test
    void unixSocketHasNoTls() throws Exception {
        UnixAddress address = new UnixAddress(directory.resolve("agent.sock"));
        server.listen(address);
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(address.path()));
            client.write(ByteBuffer.wrap("web\n".getBytes(StandardCharsets.US_ASCII)));
            assertThat(Channels.newInputStream(client).readAllBytes())
                    .asString()
                    .isEqualTo("up\n");
        }
    }

    @Test
    void stalledHandshakesDoNotDelayOtherClients() throws Exception {
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.getOutputStream().write(BEGUN);
                stalled.add(socket);
            }
            assertThat(ask(right, "web\n")).isEqualTo("up\n");
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    @Test
    void newConnectionsUseTheCertificateThatReplacedTheOldOne() throws Exception {
        X509Bundle next = pki.bridge();
        assertThat(serial()).isNotEqualTo(next.getCertificate().getSerialNumber());
        tls.watch();
        pki.writeBridge(next);
        while (!serial().equals(next.getCertificate().getSerialNumber())) {
            Thread.onSpinWait();
        }
        assertThat(tls.expiry()).isEqualTo(next.getCertificate().getNotAfter().toInstant());
    }

    @Test
    void sessionOfReplacedFilesIsNotResumed() throws Exception {
        SSLContext client = pki.clientWith(right);
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            assertThat(isAnswered(client, version)).isTrue();
        }
        // The bridge's certificate stays, so the client goes on trusting it; clients of the old authority must be shut
        // out.
        tls.watch();
        pki.write("ca.pem", TestPki.authority().getCertificatePEM());
        await(() -> web.rejected(Rejection.TLS_UNTRUSTED) > 0 || !isAnswered(client, "TLSv1.3"));
        assertThat(isAnswered(client, "TLSv1.3")).isFalse();
        assertThat(isAnswered(client, "TLSv1.2")).isFalse();
    }

    private boolean isAnswered(SSLContext client, String version) {
        try {
            answeredSession(client, version);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** The session's begin, which is that of the first handshake where it was resumed. */
    private long answeredSession(SSLContext client, String version) throws IOException {
        try (SSLSocket socket = connect(client, version)) {
            send(socket, "web\n");
            assertThat(reply(socket)).isEqualTo("up\n");
            return socket.getSession().getCreationTime();
        }
    }

    @Test
    void resumedSessionOfACertificateThatHasExpiredMeanwhileIsRefused() throws Exception {
        Instant expiry = Instant.now().plusSeconds(3);
        SSLContext client = pki.clientWith(TestPki.client().notAfter(expiry).buildIssuedBy(pki.authority));
        List<String> versions = List.of("TLSv1.3", "TLSv1.2");
        for (String version : versions) {
            assertThat(answeredSession(client, version)).isEqualTo(answeredSession(client, version));
        }
        await(() -> Instant.now().isAfter(expiry.plusSeconds(1)));
        for (String version : versions) {
            assertThat(isAnswered(client, version)).as(version).isFalse();
        }
        await(() -> web.rejected(Rejection.TLS_EXPIRED) == 2);
    }

    @Test
    void clientsOwnCertificateAsAuthorityExpiresAsOthersDo() throws Exception {
        X509Bundle pinned =
                TestPki.client().notAfter(Instant.now().minusSeconds(60)).buildIssuedBy(pki.authority);
        pki.write("ca.pem", TestPki.authority().getCertificatePEM() + pinned.getCertificatePEM());
        tls.close();
        tls = new AgentTls(pki.config);
        listenAgain(DEADLINE, 100);
        try (SSLSocket socket = connect(pinned)) {
            assertThat(reply(socket)).isEmpty();
        }
        await(() -> web.rejected(Rejection.TLS_EXPIRED) == 1);
    }

    @Test
    void clientOfAnIntermediateAuthorityIsAnsweredIfItSendsTheChain() throws Exception {
        X509Bundle middle =
                TestPki.unnamed("CN=middle").setIsCertificateAuthority(true).buildIssuedBy(pki.authority);
        X509Bundle client = TestPki.client().buildIssuedBy(middle);
        assertThat(ask(client, "web\n")).isEqualTo("up\n");
    }

    @Test
    void certificateThatIsOfNoAuthorityCannotSignOthers() throws Exception {
        X509Bundle client = TestPki.client().buildIssuedBy(right);
        assertRejected(client, Rejection.TLS_UNTRUSTED);
    }

    @Test
    void oneOfSeveralAlternativeNamesIsEnoughWhateverItsCase() throws Exception {
        X509Bundle several = TestPki.named("other.example")
                .addSanIpAddress("10.0.0.1")
                .addSanDnsName(TestPki.CLIENT.toUpperCase(java.util.Locale.ROOT))
                .buildIssuedBy(pki.authority);
        assertThat(ask(several, "web\n")).isEqualTo("up\n");
    }

    @Test
    void wildcardInACertificateMatchesNoOtherName() throws Exception {
        assertRejected(TestPki.unnamed("CN=*.example").buildIssuedBy(pki.authority), Rejection.TLS_WRONG_NAME);
    }

    @Test
    void secondHandshakeInAConnectionEndsIt() throws Exception {
        try (SSLSocket socket = connect(pki.clientWith(right), "TLSv1.2")) {
            socket.startHandshake();
            // The client learns of the end in its handshake or afterwards.
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        send(socket, "web\n");
                        reply(socket);
                    })
                    .isInstanceOf(IOException.class);
        }
        awaitOpen(0);
        assertThat(web.replied("up")).isZero();
    }

    @Test
    void cipherWithoutForwardSecrecyIsRefused() throws Exception {
        X509Bundle rsa = TestPki.named(TestPki.BRIDGE).rsa2048().buildIssuedBy(pki.authority);
        pki.writeBridge(rsa);
        tls.close();
        tls = new AgentTls(pki.config);
        listenAgain(DEADLINE, 100);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(READ_LIMIT_MILLIS);
            socket.getOutputStream().write(TlsBytes.greetingWithoutForwardSecrecy());
            assertThat(TlsBytes.isAlert(socket.getInputStream().readAllBytes())).isTrue();
        }
        await(() -> web.rejected(Rejection.TLS_REFUSED) == 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void versionBelow12IsRefused(int minor) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(READ_LIMIT_MILLIS);
            socket.getOutputStream().write(TlsBytes.greeting(3, minor));
            assertThat(TlsBytes.isAlert(socket.getInputStream().readAllBytes())).isTrue();
        }
        await(() -> web.rejected(Rejection.TLS_REFUSED) == 1);
    }

    @Test
    void deeplyNestedCertificateIsRefusedAndEndsNothing() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(READ_LIMIT_MILLIS);
                socket.getOutputStream().write(TlsBytes.greeting(3, 3));
                assertThat(socket.getInputStream().read()).isEqualTo(22);
                socket.getOutputStream().write(TlsBytes.nestedCertificate());
                drain(socket);
            }
        }
        // Newer versions of the JDK limit the depth and report a certificate that is not valid.
        await(() -> web.rejected(Rejection.TLS_FAILED) + web.rejected(Rejection.TLS_UNTRUSTED) == 3);
        assertThat(ask(right, "web\n")).isEqualTo("up\n");
    }

    /** Reads to the end, be it clean or a reset. */
    private static void drain(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    private void listenAgain(Duration deadline, int maxConnections) throws IOException {
        server.close(Duration.ZERO);
        listen(deadline, maxConnections);
    }

    private java.math.BigInteger serial() throws Exception {
        try (SSLSocket socket = connect(right)) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }
}
