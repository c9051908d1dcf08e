/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.protocol.health.SocketName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the library's health server, in a JVM without flags, with a health server in Go: with one check that returns at once, and with {@value
 * #CHECKS} checks that run in the background.
 */
final class PingsBench implements Bench {
    private static final int CHECKS = 50;

    @Override
    public List<Row> run(Programs programs, Plan plan, Load load) throws IOException {
        if (!programs.hasGo()) {
            return List.of();
        }
        try (BenchEnvironment place = new BenchEnvironment(programs)) {
            Server go = goServer(place);
            List<Row> rows = new ArrayList<>();
            for (int checks : List.of(0, CHECKS)) {
                String what = "HealthServer, pings" + (checks == 0 ? ", " : ", " + checks + " scheduled checks, ");
                Server ours = service(place, checks);
                load.warm(ours, plan.warmUp());
                for (int clients : plan.clients()) {
                    Trial trial =
                            Trial.run(plan, List.of(ours, go), server -> load.closed(server, clients, plan.window()));
                    rows.add(trial.against(
                            go, what + Load.text(clients), Unit.PER_SECOND, Sample::rate, Goals.PINGS_TO_GO));
                }
            }
            return rows;
        }
    }

    private static Server service(BenchEnvironment place, int scheduledChecks) throws IOException {
        Path directory = Files.createDirectory(place.directory().resolve("ours" + scheduledChecks));
        long pid = place.start(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PingService.class.getName(),
                directory.toString(),
                Integer.toString(scheduledChecks)));
        Path published = directory.resolve(SocketName.FILE_NAME);
        place.await("the service to publish itself", () -> Files.exists(published));
        return Server.health("HealthServer", directory.resolve(Files.readString(published) + ".sock"), pid);
    }

    private static Server goServer(BenchEnvironment place) throws IOException {
        Path socket = place.directory().resolve("go.sock");
        long pid = place.start(List.of(place.programs().base().toString(), "health", socket.toString()));
        place.awaitListening(socket);
        return Server.health("Go", socket, pid);
    }
}
