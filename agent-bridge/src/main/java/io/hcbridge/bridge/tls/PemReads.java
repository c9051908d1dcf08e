/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import io.hcbridge.bridge.tls.TlsFileException.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/** Reads several files and collects what is wrong with each. */
final class PemReads {
    private final List<Problem> problems = new ArrayList<>();

    /**
     * A certificate with its key.
     *
     * @param certificatePem the certificate and its chain
     * @param certificate the first of {@code certificatePem}
     */
    record Pair(String certificatePem, X509Certificate certificate, String keyPem, KeyManagerFactory keys) {}

    interface Reading<T> {
        T read() throws IOException;
    }

    /** Returns what was read; null if the file has a problem, which is kept. */
    <T> @Nullable T attempt(Path file, Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            problems.add(new Problem(file, String.valueOf(e.getMessage())));
            return null;
        }
    }

    /** Returns a certificate and the key that belongs to it; null if one of the files has a problem. */
    @Nullable
    Pair pair(Path certificateFile, Path keyFile) {
        String certificatePem = attempt(certificateFile, () -> PemFile.read(certificateFile));
        String keyPem = attempt(keyFile, () -> PemFile.read(keyFile));
        List<X509Certificate> chain =
                certificatePem == null ? null : attempt(certificateFile, () -> PemFile.certificates(certificatePem));
        if (chain == null || certificatePem == null || keyPem == null) {
            return null;
        }
        KeyManagerFactory keys = attempt(keyFile, () -> PemKey.read(keyPem, certificatePem, chain.get(0)));
        return keys == null ? null : new Pair(certificatePem, chain.get(0), keyPem, keys);
    }

    /** Throws all problems, if there is one. */
    void throwIfAny() throws TlsFileException {
        if (!problems.isEmpty()) {
            throw failure();
        }
    }

    TlsFileException failure() {
        return new TlsFileException(problems.stream().distinct().toList());
    }
}
