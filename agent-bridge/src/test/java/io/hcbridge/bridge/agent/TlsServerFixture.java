/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.bridge.config.BridgeConfig.AgentConfig;
import io.hcbridge.bridge.config.BridgeConfig.AgentConfig.UnknownTarget;
import io.hcbridge.bridge.config.SocketAccess;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.net.ListenerEvents;
import io.hcbridge.bridge.net.LoopVertx;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
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
import org.junit.jupiter.api.io.TempDir;

/** A bridge with TLS on its port, on one kind of event loop, and clients with certificates. */
abstract class TlsServerFixture {
    static final Duration DEADLINE = Duration.ofSeconds(2);
    static final int READ_LIMIT_MILLIS = 15_000;

    @TempDir
    Path directory;

    TestPki pki;
    X509Bundle right;
    TestTarget web;
    AgentTls tls;
    AgentServer server;
    int port;

    private final LoopVertx network;
    private final EventLoop loop;

    TlsServerFixture(IoKind kind) {
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

    final void listen(Duration deadline, int maxConnections) throws IOException {
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

    final SSLSocket connect(SSLContext context, String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READ_LIMIT_MILLIS);
        socket.setSoTimeout(READ_LIMIT_MILLIS);
        socket.setTcpNoDelay(true);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        return socket;
    }

    final SSLSocket connect(@Nullable X509Bundle bundle) throws Exception {
        return connect(pki.clientWith(bundle));
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns everything up to a clean end of the stream. An end without close_notify is an exception. */
    static String reply(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    final String ask(@Nullable X509Bundle bundle, String line) throws Exception {
        try (SSLSocket socket = connect(bundle)) {
            send(socket, line);
            return reply(socket);
        }
    }

    final void assertRejected(@Nullable X509Bundle bundle, Rejection reason) {
        assertThatThrownBy(() -> ask(bundle, "web\n")).isInstanceOf(IOException.class);
        await(() -> web.rejected(reason) == 1);
        assertThat(web.replied("up")).isZero();
    }

    static void await(BooleanSupplier condition) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            Thread.onSpinWait();
        }
    }

    final void awaitOpen(int connections) {
        await(() -> web.metrics.openConnections() == connections);
    }

    final <T> T fromLoop(Callable<T> action) throws Exception {
        return loop.submit(action).get(5, TimeUnit.SECONDS);
    }

    final void onLoop(Runnable action) throws Exception {
        fromLoop(() -> {
            action.run();
            return true;
        });
    }

    final void awaitProbe() throws Exception {
        while (!fromLoop(web::isProbed)) {
            Thread.onSpinWait();
        }
    }

    final void listenAgain(Duration deadline, int maxConnections) throws IOException {
        server.close(Duration.ZERO);
        listen(deadline, maxConnections);
    }
}
