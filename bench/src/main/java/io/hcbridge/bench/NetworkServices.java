/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.haproxy.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The services of {@link BenchEnvironment#ASKED} targets, each at its own loopback address. They are one process, written in C.
 *
 * @param port the port of all services
 */
record NetworkServices(BenchEnvironment place, NetworkKind kind, int port) {
    private static final String LAST_ADDRESS = "127.0.1.255";
    /** The time limit of a conversation in the Go program. */
    private static final String AS_IN_GO = "reply-deadline: 5s";

    /** Starts the services and waits until they listen. */
    static NetworkServices start(BenchEnvironment place, NetworkKind kind) throws IOException {
        int port = FreePort.next();
        String program = place.programs().service().toString();
        place.listening(
                "the services", new InetSocketAddress(LAST_ADDRESS, port), List.of(program, kind.word(), "" + port));
        return new NetworkServices(place, kind, port);
    }

    /** Writes the configuration of a bridge that probes the services. */
    Path config() throws IOException {
        return place.config(
                AS_IN_GO,
                IntStream.range(0, BenchEnvironment.ASKED)
                        .mapToObj(number -> kind.settings(number, port))
                        .toList());
    }

    /** Starts the Go program that probes the services. */
    Server base() throws IOException {
        return place.base(kind.word(), "" + port);
    }
}
