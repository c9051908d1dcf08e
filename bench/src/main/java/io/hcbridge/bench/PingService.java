/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.ipc.health.HealthServer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A service that only replies to health requests. Its {@code .hc-socket} and its socket are in the same directory. */
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
