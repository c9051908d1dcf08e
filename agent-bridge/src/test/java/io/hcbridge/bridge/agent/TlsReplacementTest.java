/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.tls.TestPki;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests certificates that are replaced or expire while the bridge runs, and resumed sessions, on every kind of event loop. */
@Timeout(60)
@ParameterizedClass
@EnumSource(IoKind.class)
final class TlsReplacementTest extends TlsServerFixture {
    TlsReplacementTest(IoKind kind) {
        super(kind);
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

    private java.math.BigInteger serial() throws Exception {
        try (SSLSocket socket = connect(right)) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }
}
