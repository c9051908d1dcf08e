/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.haproxy.BridgeProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * How others fare while many clients hold a connection to the agent port, on which nothing happens. They asked for a service that hangs;
 * one that asks for nothing the bridge sends away at once.
 */
final class IdleBench implements Bench {
    private static final int IDLE = 10_000;
    private static final int AT_ONCE = 500;
    private static final int RATE = 500;
    private static final String WHAT = "p99 at " + RATE + "/s beside 10,000 idle connections, to none";
    /** So patient that nobody is closed before the end of a measurement; and with room for those who are measured. */
    private static final String PATIENT = "reply-deadline: 10m, max-connections: 12000";

    @Override
    public List<Row> run(Programs programs, Plan plan, Load load) throws IOException {
        String obstacle = IdleClients.obstacle(IDLE);
        if (!obstacle.isEmpty()) {
            return List.of(Row.unmeasured(WHAT, obstacle, Goals.P99_BESIDE_IDLE));
        }
        try (Workplace place = new Workplace(programs)) {
            BridgeProcess bridge = place.bridgeProcess(place.config(Workplace.ASKED + 1, PATIENT));
            Server server = Server.agent("bridge", bridge.agent().getPort(), bridge.pid());
            load.warm(server, plan.warmUp());
            Map<Integer, List<Sample>> seen = new Rounds(plan.rounds())
                    .run(
                            List.of(0, IDLE),
                            idle -> beside(place, bridge, idle, () -> load.open(server, RATE, plan.openWindow())));
            List<Sample> alone = seen.getOrDefault(0, List.of());
            List<Sample> crowded = seen.getOrDefault(IDLE, List.of());
            Series memory = Series.of(crowded, Sample::rssMegabytes);
            return List.of(
                    Row.ratio(
                            WHAT,
                            Unit.MICROSECONDS,
                            Series.of(crowded, Sample::p99),
                            Series.of(alone, Sample::p99),
                            Goals.P99_BESIDE_IDLE),
                    Row.absolute("resident memory with them", Unit.MEGABYTES, memory, Goals.NO_GOAL));
        }
    }

    private interface Measurement {
        Sample take() throws IOException;
    }

    private static Sample beside(Workplace place, BridgeProcess bridge, int idle, Measurement measurement)
            throws IOException {
        awaitOpen(place, bridge, 0);
        try (IdleClients clients = new IdleClients(place, bridge.agent().getPort())) {
            while (clients.count() < idle) {
                clients.open(AT_ONCE);
                awaitOpen(place, bridge, clients.count());
            }
            return measurement.take();
        }
    }

    private static void awaitOpen(Workplace place, BridgeProcess bridge, int count) {
        place.await(
                count + " open connections",
                () -> bridge.metrics().sample("hcbridge_connections_open").orElse(-1) == count);
    }
}
