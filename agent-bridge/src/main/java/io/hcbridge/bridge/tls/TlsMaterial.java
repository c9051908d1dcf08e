/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import io.hcbridge.bridge.tls.TlsFileException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The content of the files of a {@link TlsConfig}.
 *
 * @param keys the bridge's certificate chain and its private key
 * @param certificate the bridge's certificate
 * @param clientCa authorities of client certificates, at least one
 * @param warnings problems that an operator should correct, each with its file; the files are used nevertheless
 */
public record TlsMaterial(
        KeyManagerFactory keys, X509Certificate certificate, List<X509Certificate> clientCa, List<Problem> warnings) {
    public TlsMaterial {
        clientCa = List.copyOf(clientCa);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads all files.
     *
     * @throws TlsFileException with all problems, if there are any
     */
    public static TlsMaterial load(TlsConfig config) throws TlsFileException {
        List<Problem> problems = new ArrayList<>();
        String certificatePem = attempt(config.certificate(), () -> PemFile.read(config.certificate()), problems);
        String keyPem = attempt(config.key(), () -> PemFile.read(config.key()), problems);
        List<X509Certificate> chain = certificatePem == null
                ? null
                : attempt(config.certificate(), () -> PemFile.certificates(certificatePem), problems);
        KeyManagerFactory keys = chain == null || certificatePem == null || keyPem == null
                ? null
                : attempt(config.key(), () -> PemKey.read(keyPem, certificatePem, chain.get(0)), problems);
        List<X509Certificate> clientCa =
                attempt(config.clientCa(), () -> PemFile.certificates(PemFile.read(config.clientCa())), problems);
        if (chain == null || keys == null || clientCa == null) {
            throw new TlsFileException(problems.stream().distinct().toList());
        }
        return new TlsMaterial(keys, chain.get(0), clientCa, warnings(config, chain.get(0)));
    }

    /** Returns the expiry time of the bridge's certificate. */
    public Instant expiry() {
        return certificate.getNotAfter().toInstant();
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> @Nullable T attempt(Path file, Reading<T> reading, List<Problem> problems) {
        try {
            return reading.read();
        } catch (IOException e) {
            problems.add(new Problem(file, String.valueOf(e.getMessage())));
            return null;
        }
    }

    private static List<Problem> warnings(TlsConfig config, X509Certificate certificate) {
        List<Problem> warnings = new ArrayList<>();
        Instant now = Instant.now();
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            warnings.add(new Problem(
                    config.certificate(),
                    "expired at " + certificate.getNotAfter().toInstant()));
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            warnings.add(new Problem(
                    config.certificate(),
                    "not valid before " + certificate.getNotBefore().toInstant()));
        }
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(config.key());
            if (mode.contains(PosixFilePermission.OTHERS_READ)) {
                warnings.add(new Problem(
                        config.key(),
                        "every user can read the private key (" + PosixFilePermissions.toString(mode)
                                + "); change its mode to 0640 or 0600"));
            }
        } catch (IOException | UnsupportedOperationException e) {
            // The file was removed after it was read, or its file system has no modes.
        }
        return warnings;
    }
}
