/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** HAProxy obeys every kind of line that {@link AgentReply} can render, in every state. */
class EveryReplyIT {
    private static final int LANES = 40;
    private static final Reason LONGEST = new Reason("x".repeat(Reason.MAX_LENGTH));
    private static final List<Reason> REASONS = List.of(Reason.NONE, new Reason("#1: 50% up, down ready"), LONGEST);

    @RegisterExtension
    final HaproxyExtension extension = new HaproxyExtension();

    /** A server that receives one reply after the other, and its expected state. */
    private static final class Lane {
        private final String server;
        private final ScriptedAgent agent;
        private final HaproxyModel model = new HaproxyModel();
        private AgentReply reply = AgentReply.NO_CHANGE;

        Lane(String server, ScriptedAgent agent) {
            this.server = server;
            this.agent = agent;
        }

        void give(AgentReply next) {
            reply = next;
            model.take(next);
            agent.answer(next.render());
        }

        void check(ServerState state) {
            assertThat(Shown.of(state)).as(reply.render()).isEqualTo(model.shown());
            boolean acted = reply.health().isPresent() && !reply.health().equals(Optional.of(Health.REPORT_ONLY));
            if (acted && !reply.reason().text().isEmpty()) {
                assertThat(state.agentText()).endsWith(" (" + reply.reason().text() + ")");
            }
        }
    }

    @Test
    void haproxyObeysEveryReply() throws IOException {
        List<Lane> lanes = new ArrayList<>();
        HaproxyProcess haproxy = extension.start(config(lanes));
        List<AgentReply> replies = new ArrayList<>(everyReply());
        Collections.shuffle(replies, new Random(1));

        for (int start = 0; start < replies.size(); start += LANES) {
            List<AgentReply> round = replies.subList(start, Math.min(start + LANES, replies.size()));
            for (int i = 0; i < round.size(); i++) {
                lanes.get(i).give(round.get(i));
            }
            lanes.forEach(lane -> lane.agent.awaitTaken(1));
            for (ServerState state : haproxy.stats().serversAtRest()) {
                lanes.stream()
                        .filter(lane -> lane.server.equals(state.server()))
                        .forEach(lane -> lane.check(state));
            }
        }
    }

    private HaproxyConfig config(List<Lane> lanes) throws IOException {
        HaproxyConfig config = new HaproxyConfig();
        Backend backend = config.backend("lanes").line("timeout check 5s");
        for (int i = 0; i < LANES; i++) {
            Lane lane = new Lane("s" + i, extension.agent("\n"));
            lanes.add(lane);
            backend.server(lane.server, HaproxyExtension.NOBODY)
                    .agent(lane.agent.address())
                    .agentSend("orders")
                    .agentInter(Duration.ofMillis(50))
                    .weight(Shown.WEIGHT)
                    .maxconn(Shown.MAXCONN);
        }
        return config;
    }

    private static List<AgentReply> everyReply() {
        List<AgentReply> replies = new ArrayList<>();
        for (Optional<Health> health : orNone(Health.values())) {
            for (Optional<Admin> admin : orNone(Admin.values())) {
                for (Capacity capacity : capacities()) {
                    boolean silent = health.isEmpty() && admin.isEmpty() && capacity.equals(Capacity.NONE);
                    for (Reason reason : silent ? List.of(Reason.NONE) : REASONS) {
                        replies.add(new AgentReply(health, admin, capacity, reason));
                    }
                }
            }
        }
        return replies;
    }

    private static List<Capacity> capacities() {
        OptionalInt none = OptionalInt.empty();
        return List.of(
                Capacity.NONE,
                new Capacity(OptionalInt.of(0), none),
                new Capacity(OptionalInt.of(1), none),
                new Capacity(OptionalInt.of(50), OptionalInt.of(1)),
                new Capacity(OptionalInt.of(100), OptionalInt.of(999_999_999)),
                new Capacity(none, OptionalInt.of(10)));
    }

    private static <T> List<Optional<T>> orNone(T[] values) {
        return Stream.concat(
                        Stream.of(Optional.<T>empty()), Arrays.stream(values).map(Optional::of))
                .toList();
    }
}
