/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

import io.hcbridge.bridge.config.key.HostPort;
import io.hcbridge.bridge.config.key.ValueParsers;
import java.nio.file.Path;

/** The address of a gRPC server. */
sealed interface GrpcAddress {
    String UNIX = "unix:";

    /**
     * Parses {@code HOST:PORT}, {@code [IPV6]:PORT} or {@code unix:/PATH}.
     *
     * @throws IllegalArgumentException if the text has another format; the message has the text and the rule
     */
    static GrpcAddress parse(String text) {
        return text.startsWith(UNIX)
                ? new Unix(ValueParsers.unixSocket(text.substring(UNIX.length())))
                : new Tcp(HostPort.parseServer(text));
    }

    /** A TCP address. */
    record Tcp(HostPort server) implements GrpcAddress {
        @Override
        public String toString() {
            return server.toString();
        }
    }

    /** A unix socket. */
    record Unix(Path socket) implements GrpcAddress {
        @Override
        public String toString() {
            return UNIX + socket;
        }
    }
}
