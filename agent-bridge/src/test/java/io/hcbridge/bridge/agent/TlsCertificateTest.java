/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.tls.AgentTls;
import io.hcbridge.bridge.tls.TestPki;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.time.Instant;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests which clients' certificates are accepted, on every kind of event loop. */
@Timeout(60)
@ParameterizedClass
@EnumSource(IoKind.class)
final class TlsCertificateTest extends TlsServerFixture {
    TlsCertificateTest(IoKind kind) {
        super(kind);
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
}
