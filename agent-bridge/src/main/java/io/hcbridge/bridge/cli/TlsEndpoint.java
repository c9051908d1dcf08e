/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.tls.CertificateNames;
import io.hcbridge.bridge.tls.TlsConfig;
import io.hcbridge.ipc.internal.Durations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The address of a bridge with TLS. HAProxy reaches it through a separate {@code listen} section.
 *
 * @param bridge address that the section connects to
 * @param bind address of the {@code listen} section
 * @param ca file with the certificate authority of the bridge's certificate
 * @param crt file with HAProxy's certificate and key
 * @param timeout timeout of the section's connections; HAProxy has given up the check by then
 */
record TlsEndpoint(TcpEndpoint bridge, TcpAddress bind, Path ca, Path crt, BridgeName name, Duration timeout)
        implements AgentEndpoint {

    /**
     * The name that HAProxy verifies in the bridge's certificate.
     *
     * @param host the name; empty if it is not known
     * @param warning a message for the operator if the name is not known
     */
    record BridgeName(Optional<String> host, Optional<String> warning) {
        static BridgeName of(TlsConfig config) {
            Path file = config.certificate();
            try {
                Optional<String> host = CertificateNames.ofFile(file).stream()
                        .filter(TcpAddress::isHost)
                        .findFirst();
                return host.isPresent()
                        ? new BridgeName(host, Optional.empty())
                        : unknown(file + ": the certificate has no DNS name");
            } catch (IOException e) {
                return unknown(file + ": " + e.getMessage());
            }
        }

        private static BridgeName unknown(String why) {
            return new BridgeName(
                    Optional.empty(),
                    Optional.of("warning: " + why
                            + ": HAProxy will accept every certificate of the authority; add verifyhost NAME to the line"
                            + " 'server bridge'"));
        }
    }

    Optional<String> warning() {
        return name.warning();
    }

    @Override
    public List<String> comments() {
        return bridge.comments();
    }

    /** Returns the {@code listen} section. Its name cannot be the name of a target's backend, because target names have no colon. */
    @Override
    public String sections() {
        String time = Durations.format(timeout);
        return """
                # HAProxy's agent checks cannot use TLS. They connect to this section, which forwards them to the bridge.
                listen hcbridge:tls
                    mode tcp
                    bind %s
                    option tcplog
                    # Checks that the bridge ends are not logged. HAProxy 2.2 does not know this line: replace it with 'no log' there.
                    tcp-response content set-log-level silent
                    timeout connect %s
                    timeout client %s
                    timeout server %s
                    server bridge %s ssl verify required ca-file "%s" crt "%s"%s

                """.formatted(
                        bind,
                        time,
                        time,
                        time,
                        new TcpAddress(bridge.host(), bridge.port()),
                        ca,
                        crt,
                        name.host().map(host -> " verifyhost " + host).orElse(""));
    }

    @Override
    public String keywords() {
        return new TcpEndpoint(bind.host(), bind.port(), List.of()).keywords();
    }
}
