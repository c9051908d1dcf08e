/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static io.hcbridge.endtoend.TlsSite.certificate;
import static io.hcbridge.endtoend.TlsSite.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.ServerState;
import io.hcbridge.haproxy.StatsSocket;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HAProxy and a bridge that speaks TLS, joined by the lines that the bridge prints. */
@Timeout(120)
class TlsIT {
    private static final int CHECKS = 100;
    /** A handshake record that announces 100 bytes. */
    private static final byte[] BEGUN = {22, 3, 1, 0, 100};

    /** Part of HAProxy's log line for a check that the section forwarded. */
    private static final String SECTION_LOG = " hcbridge:tls hcbridge:tls/bridge ";
    /** The same for a check with a reply: times, and a number of bytes that is not 0. */
    private static final String SECTION_LOG_OF_REPLY = SECTION_LOG + "\\S+ [1-9]\\d* ";

    @TempDir
    Path directory;

    private TlsSite site;

    @BeforeEach
    void start() throws Exception {
        site = new TlsSite(directory, "1s");
        site.awaitStarted();
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    private X509Bundle right() throws Exception {
        return certificate(TlsSite.CLIENT).buildIssuedBy(site.authority);
    }

    private static void awaitOrders(StatsSocket stats, String what, Predicate<ServerState> condition) {
        Await.until("orders1: " + what, TlsSite.LIMIT, () -> condition.test(orders(stats)));
    }

    private BigInteger servedSerial() throws Exception {
        try (SSLSocket socket = site.connect(right())) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    @Test
    void haproxyWithTheRightCertificateHearsUpAndDown() throws Exception {
        String lines = site.printed(right());
        assertThat(lines).contains(" ssl verify required ", " verifyhost bridge.example\n", TlsSite.SILENT);
        StatsSocket stats = site.haproxy(lines);
        awaitOrders(stats, "UP", server -> server.agentStatus().equals("L7OK"));
        site.sickness = "database gone";
        awaitOrders(stats, "DOWN", server -> server.status().startsWith("DOWN"));
        assertThat(orders(stats).agentText()).contains("database gone");
        site.sickness = "";
        awaitOrders(stats, "UP again", ServerState::isRunning);
        if (TlsSite.canSilenceReplies()) {
            assertThat(site.haproxyLog()).doesNotContainPattern(SECTION_LOG_OF_REPLY);
        }
    }

    /** The service is sick, and HAProxy must not hear of it. */
    @ParameterizedTest
    @CsvSource({"no_certificate", "untrusted", "wrong_name", "expired"})
    void haproxyWithAnotherCertificateHearsNothingAndKeepsItsState(String reason) throws Exception {
        site.sickness = "never heard";
        X509Bundle client = switch (reason) {
            case "untrusted" -> certificate(TlsSite.CLIENT).buildIssuedBy(TlsSite.authority());
            case "wrong_name" -> certificate("other.example").buildIssuedBy(site.authority);
            case "expired" ->
                certificate(TlsSite.CLIENT)
                        .notAfter(Instant.now().minusSeconds(60))
                        .buildIssuedBy(site.authority);
            default -> right();
        };
        String lines = site.printed(client);
        StatsSocket stats =
                site.haproxy(reason.equals("no_certificate") ? lines.replaceAll(" crt \"[^\"]*\"", "") : lines);
        Await.until("two refused checks", TlsSite.LIMIT, () -> site.refused("tls_" + reason) >= 2);
        assertThat(orders(stats).isRunning()).isTrue();
        assertThat(orders(stats).agentStatus()).isNotEqualTo("L7OK");
        assertThat(site.log()).containsPattern("client 127\\.0\\.0\\.1:\\d+: refused: TLS: ");
    }

    @Test
    void checkWithoutTheSectionForTlsIsRefused() throws Exception {
        site.sickness = "never heard";
        String direct = site.printed(right()).replaceAll("agent-port \\d+", "agent-port " + site.port);
        StatsSocket stats = site.haproxy(direct);
        Await.until("a refused check", TlsSite.LIMIT, () -> site.refused("tls_not_spoken") >= 1);
        assertThat(orders(stats).isRunning()).isTrue();
    }

    @Test
    void replacedCertificateIsServedAndAPairThatCannotBeUsedIsNot() throws Exception {
        StatsSocket stats = site.haproxy(site.printed(right()));
        awaitOrders(stats, "UP", server -> server.agentStatus().equals("L7OK"));
        X509Bundle next = site.bridgeCertificate();
        BigInteger serial = next.getCertificate().getSerialNumber();
        site.replaceBridge(next);
        Await.until("the new certificate", TlsSite.LIMIT, () -> isServed(serial));
        assertThat(site.metrics.sample("hcbridge_certificate_expiry_timestamp_seconds"))
                .hasValue(
                        (double) next.getCertificate().getNotAfter().toInstant().getEpochSecond());

        site.write("bridge.key", "no key\n");
        Await.until("the log of the refusal", TlsSite.LIMIT, () -> site.log().contains("cannot use the changed files"));
        assertThat(site.log()).contains("bridge.key: no private key in PEM form");
        assertThat(isServed(serial)).isTrue();

        site.sickness = "database gone";
        awaitOrders(stats, "DOWN", server -> server.status().startsWith("DOWN"));
        assertThat(site.log().split("cannot use the changed files", -1)).hasSize(2);
    }

    private boolean isServed(BigInteger serial) {
        try {
            return servedSerial().equals(serial);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void handshakeWhoseBytesTrickleEndsAtTheDeadlineWhileOthersAreAnswered() throws Exception {
        // On a busy machine the first handshake may be late.
        Await.until("a reply", TlsSite.LIMIT, this::isAnswered);
        double late = Math.max(0, site.refused("tls_too_slow"));
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), site.port)) {
            slow.getOutputStream().write(BEGUN);
            for (int i = 0; i < CHECKS; i++) {
                trickle(slow);
                try (SSLSocket socket = site.connect(right())) {
                    socket.getOutputStream().write("orders\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    assertThat(socket.getInputStream().readAllBytes())
                            .asString()
                            .isEqualTo("up\n");
                }
            }
            Await.until("the end of the slow handshake", TlsSite.LIMIT, () -> site.refused("tls_too_slow") == late + 1);
        }
        assertThat(site.log()).contains("TLS: handshake did not end within 950ms");
    }

    @Test
    void secondHandshakeInAConnectionEndsIt() throws Exception {
        Await.until("a reply", TlsSite.LIMIT, this::isAnswered);
        try (SSLSocket socket = site.connect(right(), "TLSv1.2")) {
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        socket.getOutputStream().write('\n');
                        socket.getInputStream().readAllBytes();
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    private boolean isAnswered() {
        try (SSLSocket socket = site.connect(right())) {
            socket.getOutputStream().write("orders\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII)
                    .equals("up\n");
        } catch (IOException e) {
            // The bridge ends a handshake that is not done in time.
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void trickle(Socket socket) throws IOException {
        try {
            socket.getOutputStream().write(0);
        } catch (SocketException e) {
            // It has been closed, as it must be.
        }
    }
}
