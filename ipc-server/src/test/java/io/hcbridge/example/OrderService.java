/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.example;

import io.hcbridge.ipc.health.HealthServer;

public final class OrderService {
    public static void main(String[] arguments) throws Exception {
        Database database = Database.open();
        try (HealthServer health = HealthServer.start(() -> database.ping())) {
            System.out.println("answering health requests on " + health.socket());
            database.serveUntilStopped();
        }
    }
}
