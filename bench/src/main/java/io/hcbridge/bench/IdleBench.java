/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.haproxy.BridgeProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Measures the latency of other clients while 10,000 idle connections to the agent port are open. The idle clients have requested a
 * service that does not reply. (The bridge replies at once to a client that requests nothing.)
 */
final class IdleBench implements Bench {
    private static final int IDLE = 10_000;
    private static final int AT_ONCE = 500;
    private static final int RATE = 500;
    private static final String WHAT = "p99 at " + RATE + "/s beside 10,000 idle connections, to none";
    /** A deadline that is longer than the measurement, and a limit that leaves room for the measured clients. */
    private static final String AGENT_SETTINGS = "reply-deadline: 10m, max-connections: 12000";

    @Override
    public List<Row> run(Programs programs, Plan plan, Load load) throws IOException {
        String obstacle = IdleClients.obstacle(IDLE);
        if (!obstacle.isEmpty()) {
            return List.of(Row.unmeasured(WHAT, obstacle, Goals.P99_BESIDE_IDLE));
        }
        try (BenchEnvironment place = new BenchEnvironment(programs)) {
            BridgeProcess bridge = place.bridgeProcess(place.config(BenchEnvironment.ASKED + 1, AGENT_SETTINGS));
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

    private static Sample beside(BenchEnvironment place, BridgeProcess bridge, int idle, Measurement measurement)
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

    private static void awaitOpen(BenchEnvironment place, BridgeProcess bridge, int count) {
        place.await(
                count + " open connections",
                () -> bridge.metrics().sample("hcbridge_connections_open").orElse(-1) == count);
    }
}
