/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Reads the names in a certificate. */
public final class CertificateNames {
    /** Type number of DNS names among the alternative names. */
    private static final int DNS_NAME = 2;

    private static final String ALTERNATIVE_NAMES = "2.5.29.17";

    private CertificateNames() {}

    /**
     * Returns the names of the first certificate in a PEM file.
     *
     * @throws IOException if the certificate cannot be read; the message has the reason, without the name of the file
     */
    public static List<String> ofFile(Path file) throws IOException {
        try {
            return of(PemFile.certificates(PemFile.read(file)).get(0));
        } catch (CertificateException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Returns the DNS names. Returns the common names if the certificate has no alternative names of any type. */
    static List<String> of(X509Certificate certificate) throws CertificateException {
        if (certificate.getExtensionValue(ALTERNATIVE_NAMES) == null) {
            return commonNames(certificate);
        }
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives == null) {
            throw new CertificateException("alternative names cannot be read");
        }
        List<String> names = new ArrayList<>();
        for (List<?> alternative : alternatives) {
            if (alternative.get(0).equals(DNS_NAME)) {
                names.add(String.valueOf(alternative.get(1)));
            }
        }
        return names;
    }

    private static List<String> commonNames(X509Certificate certificate) throws CertificateException {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(String::valueOf)
                            .toList();
        } catch (InvalidNameException e) {
            throw new CertificateException("subject cannot be read", e);
        }
    }
}
