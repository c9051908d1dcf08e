/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What the files of a TLS client contain, read once and checked.
 *
 * @param trust the authorities of servers; empty for Java's
 * @param identity the client's own certificate and its key; empty for none
 */
public record ClientTlsMaterial(Optional<PemTrustOptions> trust, Optional<PemKeyCertOptions> identity) {

    /**
     * Reads all files.
     *
     * @param certificate with {@code key}
     * @throws TlsFileException with all problems, if there is one
     */
    public static ClientTlsMaterial load(Optional<Path> ca, Optional<Path> certificate, Optional<Path> key)
            throws TlsFileException {
        PemReads reads = new PemReads();
        Optional<PemTrustOptions> trust = ca.map(file -> reads.attempt(file, () -> trust(PemFile.read(file))));
        Optional<PemKeyCertOptions> identity = certificate
                .flatMap(file -> key.map(keyFile -> reads.pair(file, keyFile)))
                .map(pair -> new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(pair.certificatePem()))
                        .addKeyValue(Buffer.buffer(pair.keyPem())));
        reads.throwIfAny();
        return new ClientTlsMaterial(trust, identity);
    }

    /** Passes the contents on, so that Vert.x reads no file. */
    public void applyTo(ClientSSLOptions options) {
        trust.ifPresent(options::setTrustOptions);
        identity.ifPresent(options::setKeyCertOptions);
    }

    /** Vert.x gets each certificate by itself, without what else the file has. */
    private static PemTrustOptions trust(String pem) throws IOException {
        PemTrustOptions trust = new PemTrustOptions();
        for (X509Certificate authority : PemFile.certificates(pem)) {
            trust.addCertValue(Buffer.buffer(PemFile.render(authority)));
        }
        return trust;
    }
}
