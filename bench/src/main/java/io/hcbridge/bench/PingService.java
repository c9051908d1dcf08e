/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.ipc.check.Check;
import io.hcbridge.ipc.check.HealthRegistry;
import io.hcbridge.ipc.health.HealthServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A service that only replies to health requests. Its {@code .hc-socket} and its socket are in the same directory. */
final class PingService {
    private PingService() {}

    /**
     * Runs the service.
     *
     * @param arguments the directory; the number of checks that run in the background, or 0 for one check that each request runs
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int scheduledChecks = Integer.parseInt(arguments[1]);
        try (HealthRegistry registry = new HealthRegistry()) {
            if (scheduledChecks == 0) {
                registry.add(Check.service(() -> {}));
            }
            for (int i = 0; i < scheduledChecks; i++) {
                registry.add(Check.critical("check" + i, () -> {})
                        .every(Duration.ofSeconds(5))
                        .initiallyUp());
            }
            try (HealthServer server = HealthServer.builder()
                    .directory(directory)
                    .socketDirectory(directory)
                    .start(registry)) {
                System.out.println("answering on " + server.socket());
                new CountDownLatch(1).await();
            }
        }
    }
}
