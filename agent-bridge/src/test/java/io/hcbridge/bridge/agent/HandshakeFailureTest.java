/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HandshakeFailureTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no cipher suites in common | TLS_REFUSED | no cipher in common",
                "Client requested protocol TLSv1.1 is not enabled or supported in server context | TLS_REFUSED"
                        + " | no TLS version in common",
                "(certificate_unknown) Received fatal alert: certificate_unknown | TLS_REFUSED"
                        + " | the peer ended the handshake (alert certificate_unknown)",
                "Empty client certificate chain | TLS_NO_CERTIFICATE | the client sent no certificate",
                "Unexpected handshake message | TLS_FAILED | the handshake failed (Unexpected handshake message)",
            })
    void messageOfTheJdkIsPutIntoOwnWords(String message, Rejection reason, String text) {
        assertThat(HandshakeFailure.of(new SSLHandshakeException(message)))
                .isEqualTo(new HandshakeFailure(reason, text));
    }

    @Test
    void certificateIsDescribedInOwnWordsWithTheCause() {
        assertThat(HandshakeFailure.of(new CertificateExpiredException("NotAfter: yesterday"))
                        .text())
                .isEqualTo("the client's certificate has expired or is not valid yet (NotAfter: yesterday)");
        assertThat(HandshakeFailure.of(new CertificateException("no path")).text())
                .isEqualTo("the client's certificate is not trusted (no path)");
    }
}
