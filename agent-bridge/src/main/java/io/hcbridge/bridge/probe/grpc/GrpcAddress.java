/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

import io.hcbridge.bridge.config.key.HostPort;
import io.hcbridge.bridge.config.key.ValueParsers;
import java.nio.file.Path;

/** Where a gRPC server listens. */
sealed interface GrpcAddress {
    String UNIX = "unix:";

    /**
     * Reads {@code HOST:PORT}, {@code [IPV6]:PORT} or {@code unix:/PATH}.
     *
     * @throws IllegalArgumentException if the text is none of these; the message has the text and the rule
     */
    static GrpcAddress parse(String text) {
        return text.startsWith(UNIX)
                ? new Unix(ValueParsers.unixSocket(text.substring(UNIX.length())))
                : new Tcp(HostPort.parseServer(text));
    }

    /** By TCP. */
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
