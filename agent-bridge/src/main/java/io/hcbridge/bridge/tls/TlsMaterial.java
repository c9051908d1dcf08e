/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import io.hcbridge.bridge.tls.TlsFileException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;

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
        PemReads reads = new PemReads();
        PemReads.Pair pair = reads.pair(config.certificate(), config.key());
        List<X509Certificate> clientCa =
                reads.attempt(config.clientCa(), () -> PemFile.certificates(PemFile.read(config.clientCa())));
        if (pair == null || clientCa == null) {
            throw reads.failure();
        }
        return new TlsMaterial(pair.keys(), pair.certificate(), clientCa, warnings(config, pair.certificate()));
    }

    /** Returns the expiry time of the bridge's certificate. */
    public Instant expiry() {
        return certificate.getNotAfter().toInstant();
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
