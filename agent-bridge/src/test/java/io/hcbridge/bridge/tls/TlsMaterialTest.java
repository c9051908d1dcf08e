/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.bridge.tls.TlsFileException.Problem;
import io.netty.pkitesting.X509Bundle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsMaterialTest {
    /** What stands before the PKCS#1 form in the PKCS#8 form of an RSA key of 2048 bits. */
    private static final int PKCS8_HEAD = 26;

    private static final int EC_BYTES = 32;

    @TempDir
    Path directory;

    private TestPki pki;

    @BeforeEach
    void makeFiles() throws Exception {
        pki = new TestPki(directory);
    }

    private static String pem(String type, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
    }

    private void assertUsable(X509Bundle bundle, String key) throws Exception {
        pki.write("bridge.pem", bundle.getCertificatePathPEM());
        pki.write("bridge.key", key);
        assertThat(TlsMaterial.load(pki.config).certificate()).isEqualTo(bundle.getCertificate());
    }

    private void assertProblem(Path file, String reason) {
        assertThatThrownBy(() -> TlsMaterial.load(pki.config))
                .isInstanceOf(TlsFileException.class)
                .hasMessageStartingWith(file + ": " + reason);
    }

    @Test
    void commonFormatsOfKeysAreSupported() throws Exception {
        X509Bundle rsa = TestPki.named(TestPki.BRIDGE).rsa2048().buildIssuedBy(pki.authority);
        X509Bundle ec = pki.bridge();
        byte[] pkcs8 = rsa.getKeyPair().getPrivate().getEncoded();
        assertUsable(rsa, rsa.getPrivateKeyPEM());
        assertUsable(rsa, pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, PKCS8_HEAD, pkcs8.length)));
        assertUsable(ec, ec.getPrivateKeyPEM());
        assertUsable(ec, sec1((ECPrivateKey) ec.getKeyPair().getPrivate()));
    }

    /** As {@code openssl ecparam -genkey} writes it. */
    private static String sec1(ECPrivateKey key) {
        byte[] number = key.getS().toByteArray();
        byte[] secret = new byte[EC_BYTES];
        int length = Math.min(EC_BYTES, number.length);
        System.arraycopy(number, number.length - length, secret, EC_BYTES - length, length);
        byte[] curve = HexFormat.of().parseHex("06082a8648ce3d030107");
        String sequence = "30310201010420" + HexFormat.of().formatHex(secret) + "a00a"
                + HexFormat.of().formatHex(curve);
        return pem("EC PARAMETERS", curve)
                + pem("EC PRIVATE KEY", HexFormat.of().parseHex(sequence));
    }

    @Test
    void oneFileCanHaveCertificateAndKeyAsForHaproxy() throws Exception {
        X509Bundle bundle = pki.bridge();
        Path both = directory.resolve("both.pem");
        pki.write("both.pem", bundle.getPrivateKeyPEM() + bundle.getCertificatePathPEM());
        TlsConfig config = new TlsConfig(both, both, pki.config.clientCa(), List.of("a"));
        assertThat(TlsMaterial.load(config).certificate()).isEqualTo(bundle.getCertificate());
    }

    @Test
    void expiryIsThatOfTheBridgesCertificate() throws Exception {
        Instant end = Instant.parse("2099-01-01T00:00:00Z");
        pki.writeBridge(TestPki.named("a").notAfter(end).buildIssuedBy(pki.authority));
        assertThat(TlsMaterial.load(pki.config).expiry()).isEqualTo(end);
        assertThat(TlsMaterial.load(pki.config).warnings()).isEmpty();
    }

    @Test
    void allProblemsAreReportedAtOnce() throws Exception {
        Files.delete(pki.config.certificate());
        Files.delete(pki.config.key());
        pki.write("ca.pem", "nothing\n");
        assertThatThrownBy(() -> TlsMaterial.load(pki.config))
                .isInstanceOfSatisfying(
                        TlsFileException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        new Problem(pki.config.certificate(), "no such file"),
                                        new Problem(pki.config.key(), "no such file"),
                                        new Problem(
                                                pki.config.clientCa(),
                                                "no certificate in PEM form (-----BEGIN CERTIFICATE-----)")));
    }

    @Test
    void keyOfAnotherCertificateIsAProblem() throws Exception {
        pki.write("bridge.key", pki.bridge().getPrivateKeyPEM());
        assertProblem(pki.config.key(), "not the private key of the certificate (serial ");
        pki.write(
                "bridge.key",
                TestPki.named("a").rsa2048().buildIssuedBy(pki.authority).getPrivateKeyPEM());
        assertProblem(pki.config.key(), "the private key cannot be read: ");
    }

    @Test
    void fileThatHasNoKeyIsAProblem() throws Exception {
        pki.write("bridge.key", "");
        assertProblem(pki.config.key(), "no private key in PEM form");
        pki.write("bridge.key", pem("PRIVATE KEY", "no key".getBytes(StandardCharsets.US_ASCII)));
        assertProblem(pki.config.key(), "the private key cannot be read: ");
        pki.write("bridge.key", pem("ENCRYPTED PRIVATE KEY", new byte[100]));
        assertProblem(pki.config.key(), "the private key is encrypted; store it without a passphrase");
    }

    @Test
    void errorForABrokenCertificateHasItsNumber() throws Exception {
        pki.write("ca.pem", pki.authority.getCertificatePEM() + pem("CERTIFICATE", new byte[10]));
        assertProblem(pki.config.clientCa(), "certificate 2 cannot be read: ");
    }

    @Test
    void tooLongFileAndDirectoryAreProblems() throws Exception {
        pki.write("ca.pem", "x".repeat(PemFile.MAX_BYTES + 1));
        assertProblem(pki.config.clientCa(), "longer than 1048576 bytes");
        Files.delete(pki.config.clientCa());
        Files.createDirectory(pki.config.clientCa());
        assertProblem(pki.config.clientCa(), "not a regular file");
    }

    @Test
    void worldReadableKeyIsAWarning() throws Exception {
        Files.setPosixFilePermissions(pki.config.key(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(TlsMaterial.load(pki.config).warnings())
                .containsExactly(new Problem(
                        pki.config.key(),
                        "every user can read the private key (rw-r--r--); change its mode to 0640 or 0600"));
    }

    @Test
    void certificateThatIsNotValidNowIsAWarning() throws Exception {
        Instant past = Instant.parse("2001-01-01T00:00:00Z");
        Instant future = Instant.parse("2099-01-01T00:00:00Z");
        pki.writeBridge(TestPki.named("a")
                .notBefore(past.minusSeconds(1))
                .notAfter(past)
                .buildIssuedBy(pki.authority));
        assertThat(TlsMaterial.load(pki.config).warnings())
                .containsExactly(new Problem(pki.config.certificate(), "expired at 2001-01-01T00:00:00Z"));
        pki.writeBridge(TestPki.named("a")
                .notBefore(future)
                .notAfter(future.plusSeconds(1))
                .buildIssuedBy(pki.authority));
        assertThat(TlsMaterial.load(pki.config).warnings())
                .containsExactly(new Problem(pki.config.certificate(), "not valid before 2099-01-01T00:00:00Z"));
    }

    @Test
    void namesInAFileAreItsDnsNamesOrItsCommonName() throws Exception {
        assertThat(CertificateNames.ofFile(pki.config.certificate())).containsExactly(TestPki.BRIDGE);
        pki.writeBridge(TestPki.unnamed("CN=a.example,O=b").buildIssuedBy(pki.authority));
        assertThat(CertificateNames.ofFile(pki.config.certificate())).containsExactly("a.example");
    }

    @Test
    void configurationNeedsAbsolutePathsAndNamesThatACertificateCanHave() {
        Path path = Path.of("/a");
        assertThatThrownBy(() -> new TlsConfig(path, Path.of("b"), path, List.of("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("absolute");
        for (List<String> names : List.of(List.<String>of(), List.of(" "), List.of("a\n"), List.of("x".repeat(254)))) {
            assertThatThrownBy(() -> new TlsConfig(path, path, path, names))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
