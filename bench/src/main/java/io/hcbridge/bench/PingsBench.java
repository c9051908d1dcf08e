/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.protocol.health.SocketName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compares the library's health server, in a JVM without flags, with a health server in Go. */
final class PingsBench implements Bench {
    @Override
    public List<Row> run(Programs programs, Plan plan, Load load) throws IOException {
        if (!programs.hasGo()) {
            return List.of();
        }
        try (BenchEnvironment place = new BenchEnvironment(programs)) {
            Server ours = service(place);
            Server go = goServer(place);
            load.warm(ours, plan.warmUp());
            List<Row> rows = new ArrayList<>();
            for (int clients : plan.clients()) {
                Trial trial = Trial.run(plan, List.of(ours, go), server -> load.closed(server, clients, plan.window()));
                String what = "HealthServer, pings, " + Load.text(clients);
                rows.add(trial.against(go, what, Unit.PER_SECOND, Sample::rate, Goals.PINGS_TO_GO));
            }
            return rows;
        }
    }

    private static Server service(BenchEnvironment place) throws IOException {
        Path directory = Files.createDirectory(place.directory().resolve("ours"));
        long pid = place.start(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PingService.class.getName(),
                directory.toString()));
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
