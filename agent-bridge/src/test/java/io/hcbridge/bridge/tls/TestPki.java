/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** An authority, the files of a bridge in a directory, and clients with certificates of every kind. */
public final class TestPki {
    public static final String BRIDGE = "bridge.example";
    public static final String CLIENT = "haproxy.example";

    public final X509Bundle authority = authority();
    public final TlsConfig config;

    private final Path directory;

    public TestPki(Path directory) throws Exception {
        this.directory = directory;
        this.config = new TlsConfig(
                directory.resolve("bridge.pem"),
                directory.resolve("bridge.key"),
                directory.resolve("ca.pem"),
                List.of(CLIENT));
        write("ca.pem", authority.getCertificatePEM());
        writeBridge(bridge());
    }

    public static X509Bundle authority() {
        try {
            return new CertificateBuilder()
                    .ecp256()
                    .subject("CN=authority")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public static CertificateBuilder client() {
        return named(CLIENT);
    }

    /** A certificate with a DNS name, valid now. */
    public static CertificateBuilder named(String name) {
        return unnamed("CN=unused").addSanDnsName(name);
    }

    /** A certificate without alternative names. */
    public static CertificateBuilder unnamed(String subject) {
        Instant now = Instant.now();
        return new CertificateBuilder()
                .ecp256()
                .subject(subject)
                .notBefore(now.minus(Duration.ofHours(1)))
                .notAfter(now.plus(Duration.ofDays(1)));
    }

    /** A certificate and key for the bridge, another one each time. */
    public X509Bundle bridge() throws Exception {
        return named(BRIDGE).buildIssuedBy(authority);
    }

    public void writeBridge(X509Bundle bundle) throws IOException {
        write("bridge.pem", bundle.getCertificatePathPEM());
        write("bridge.key", bundle.getPrivateKeyPEM());
    }

    /** Replaces a file by another one. */
    public void write(String name, String text) throws IOException {
        Path draft = Files.writeString(directory.resolve(name + ".new"), text);
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r-----"));
        Files.move(draft, directory.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** A client that trusts the authority; without a certificate if {@code bundle} is null. */
    public SSLContext clientWith(@Nullable X509Bundle bundle) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys = bundle == null ? null : bundle.toKeyManagerFactory().getKeyManagers();
        context.init(keys, new TrustManager[] {authority.toTrustManager()}, null);
        return context;
    }
}
