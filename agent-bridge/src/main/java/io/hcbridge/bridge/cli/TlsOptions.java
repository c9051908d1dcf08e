/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.cli.AgentEndpoint.TcpEndpoint;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.tls.TlsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The TLS options of {@code haproxy-config}. */
final class TlsOptions {
    private static final TcpAddress DEFAULT_BIND = new TcpAddress("127.0.0.1", 5556);
    private static final Path DEFAULT_CA = Path.of("/etc/haproxy/hcbridge-ca.pem");
    private static final Path DEFAULT_CRT = Path.of("/etc/haproxy/hcbridge-client.pem");

    @Option(
            names = "--tls",
            description = "print a listen section that forwards agent checks over TLS; for a bridge with agent.tls")
    private boolean tls;

    @Option(
            names = "--tls-bind",
            paramLabel = "HOST:PORT",
            converter = Converters.ServerAddress.class,
            description = "address of the listen section, on HAProxy's host%nDefault: 127.0.0.1:5556")
    private @Nullable TcpAddress bind;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            converter = Converters.AbsolutePath.class,
            description = "file with the authority of the bridge's certificate, on HAProxy's host%n"
                    + "Default: /etc/haproxy/hcbridge-ca.pem")
    private @Nullable Path ca;

    @Option(
            names = "--tls-crt",
            paramLabel = "FILE",
            converter = Converters.AbsolutePath.class,
            description = "file with HAProxy's client certificate and its key, on HAProxy's host%n"
                    + "Default: /etc/haproxy/hcbridge-client.pem")
    private @Nullable Path crt;

    boolean isChosen() {
        return tls;
    }

    /** Returns the error if the options cannot be used together. */
    Optional<String> check(boolean unix) {
        if (tls && unix) {
            return Optional.of("--tls: has no effect with --unix, because unix sockets have no TLS");
        }
        if (!tls) {
            String unused = bind != null ? "--tls-bind" : ca != null ? "--tls-ca" : crt != null ? "--tls-crt" : "";
            return unused.isEmpty() ? Optional.empty() : Optional.of(unused + ": has no effect without --tls");
        }
        return Optional.empty();
    }

    /**
     * Returns the address of the bridge.
     *
     * @throws IllegalArgumentException if the value of an option cannot be used; the message names the option
     */
    TlsEndpoint endpoint(TcpEndpoint bridge, TlsConfig config, Duration timeout) {
        TcpAddress address = bind == null ? DEFAULT_BIND : bind;
        if (address.equals(new TcpAddress(bridge.host(), bridge.port()))) {
            throw new IllegalArgumentException("--tls-bind: '" + address + "' must differ from the bridge's address");
        }
        return new TlsEndpoint(
                bridge,
                address,
                checked("--tls-ca", ca == null ? DEFAULT_CA : ca),
                checked("--tls-crt", crt == null ? DEFAULT_CRT : crt),
                TlsEndpoint.BridgeName.of(config),
                timeout);
    }

    private static Path checked(String option, Path path) {
        try {
            return AgentEndpoint.checkPath(path);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }
}
