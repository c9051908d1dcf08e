/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.example;

import io.hcbridge.ipc.health.HealthClient;
import io.hcbridge.ipc.health.HealthServer;
import java.nio.file.Path;
import java.time.Duration;

/** A service that queries its own health, drains and closes. It uses nothing but the library. */
public final class StandaloneService {
    private StandaloneService() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        HealthServer server = HealthServer.builder()
                .directory(directory)
                .socketDirectory(directory)
                .mode("rw-rw-rw-")
                .admit("65534")
                .check("disk", () -> {})
                .start();
        HealthClient client = HealthClient.of(directory).socketDirectory(directory);
        System.out.println(client.check().status());
        server.weight(50);
        System.out.println(client.status().capacity().weight());
        System.out.println(HealthServer.class.getModule().getName());
        server.close(Duration.ofMillis(1));
    }
}
