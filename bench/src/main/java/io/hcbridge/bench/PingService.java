/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.ipc.health.HealthServer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A service that does nothing but answer health requests; it publishes itself in a directory, and its socket is there, too. */
final class PingService {
    private PingService() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        try (HealthServer server = HealthServer.builder()
                .directory(directory)
                .socketDirectory(directory)
                .start(() -> {})) {
            System.out.println("answering on " + server.socket());
            new CountDownLatch(1).await();
        }
    }
}
