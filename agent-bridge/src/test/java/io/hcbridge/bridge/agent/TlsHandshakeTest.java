/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.bridge.AgentClient;
import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.tls.AgentTls;
import io.hcbridge.bridge.tls.TestPki;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests clients that do not complete a proper handshake, on every kind of event loop. */
@Timeout(60)
@ParameterizedClass
@EnumSource(IoKind.class)
final class TlsHandshakeTest extends TlsServerFixture {
    /** A handshake record that announces 100 bytes and contains one. */
    private static final byte[] BEGUN = {22, 3, 1, 0, 100, 1};

    TlsHandshakeTest(IoKind kind) {
        super(kind);
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
}
