/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import io.hcbridge.ipc.health.HealthServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A service that uses the Java library, for {@link HealthService}. Directory: the working directory. Argument: the verdict's file. */
final class JavaHealthService {
    private JavaHealthService() {}

    public static void main(String[] arguments) throws IOException {
        Path verdict = Path.of(arguments[0]);
        try (HealthServer server = HealthServer.start(() -> {
            if (Files.exists(verdict)) {
                throw new IllegalStateException(Files.readString(verdict, StandardCharsets.ISO_8859_1));
            }
        })) {
            System.out.println("ready");
            System.err.println("listening on " + server.socket());
            while (System.in.read() >= 0) {
                // Runs until the test closes standard input.
            }
        }
    }
}
