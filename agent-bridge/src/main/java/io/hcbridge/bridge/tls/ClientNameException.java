/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import java.security.cert.CertificateException;

/** Thrown if the certificate of a client is valid, but its name is not in {@code agent.tls.client-names}. */
public final class ClientNameException extends CertificateException {
    private static final long serialVersionUID = 1L;

    ClientNameException(String message) {
        super(message);
    }
}
