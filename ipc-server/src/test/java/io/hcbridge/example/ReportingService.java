/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.example;

import io.hcbridge.ipc.health.HealthServer;
import io.hcbridge.ipc.health.ReportGroup;

/** The example of docs/PUSH.md. */
public final class ReportingService {
    private ReportingService() {}

    public static void main(String[] arguments) throws Exception {
        Database database = Database.open();
        try (HealthServer health = HealthServer.builder()
                .pushTo(ReportGroup.of("edge", "orders").ofBridgeUser("hcbridge"))
                .start(() -> database.ping())) {
            System.out.println("answering health requests on " + health.socket());
            database.serveUntilStopped();
        }
    }
}
