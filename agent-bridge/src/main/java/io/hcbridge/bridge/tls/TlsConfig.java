/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The configuration of TLS with client certificates on the TCP addresses of the agent port. All files are PEM files with absolute paths.
 *
 * @param certificate the bridge's certificate, followed by the certificates of intermediate authorities
 * @param key the private key of {@code certificate}; may be the same file
 * @param clientCa certificates of the authorities that sign client certificates
 * @param clientNames names in client certificates that may connect, at least one
 */
public record TlsConfig(Path certificate, Path key, Path clientCa, List<String> clientNames) {
    private static final int MAX_NAME = 253;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a path is not absolute, or a name is not possible in a certificate
     */
    public TlsConfig {
        clientNames = List.copyOf(clientNames);
        if (!Stream.of(certificate, key, clientCa).allMatch(Path::isAbsolute)) {
            throw new IllegalArgumentException("agent.tls: paths must be absolute");
        }
        if (clientNames.isEmpty()) {
            throw new IllegalArgumentException("agent.tls.client-names must have at least one name");
        }
        clientNames.forEach(TlsConfig::checkName);
    }

    /** Returns the text if it is possible as a DNS name or common name in a certificate. */
    public static String checkName(String text) {
        if (text.contains("*")) {
            throw new IllegalArgumentException("'" + text + "' must be a whole name; wildcards are not supported");
        }
        boolean isPrintable = text.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (text.isBlank() || text.length() > MAX_NAME || !isPrintable) {
            throw new IllegalArgumentException("'" + text
                    + "' must be a DNS name or a common name: printable ASCII, at most " + MAX_NAME + " characters");
        }
        return text;
    }
}
