/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import io.hcbridge.bridge.override.OperatorOverride;
import io.hcbridge.bridge.override.OperatorOverride.State;
import io.hcbridge.bridge.override.StateStore;
import io.hcbridge.bridge.override.Steering;
import io.hcbridge.bridge.override.SteeringState;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/** A bridge's steering, one target, three HAProxies and a second hand; every step is a second in which something may happen. */
final class SteeredWorld {
    private static final String TARGET = "orders";
    /** Three times the slowest interval, as the documentation asks for. */
    private static final Duration READY_FOR = Duration.ofSeconds(30);

    private static final List<State> STATES = List.of(State.values());
    private static final List<Admin> SETTINGS = List.of(Admin.DRAIN, Admin.MAINT, Admin.READY);

    private final Random random;
    private final Disk disk = new Disk();
    private final PollingHaproxy.Address shared = new PollingHaproxy.Address("127.0.0.3", READY_FOR.toSeconds());
    private final List<PollingHaproxy> haproxies;

    private long second;
    private Steering steering;
    private Verdict verdict = Verdict.UP;
    private Optional<State> state = Optional.empty();
    private OptionalInt weight = OptionalInt.empty();

    SteeredWorld(Random random) {
        this.random = random;
        this.steering = bridge();
        this.haproxies = List.of(
                new PollingHaproxy("alone", new PollingHaproxy.Address("127.0.0.2", READY_FOR.toSeconds()), 2),
                new PollingHaproxy("fast", shared, 1),
                new PollingHaproxy("slow", shared, 10));
    }

    List<PollingHaproxy> haproxies() {
        return haproxies;
    }

    int readies() {
        return shared.readies();
    }

    int keptOperatorSettings() {
        return haproxies.stream().mapToInt(PollingHaproxy::keptOperatorSettings).sum();
    }

    boolean intendsUp() {
        return switch (state.orElse(State.DRAIN)) {
            case UP -> true;
            case DOWN, STOPPED -> false;
            case DRAIN, MAINT -> verdict.health() == Health.UP;
        };
    }

    Optional<Admin> intendedAdmin() {
        return state.flatMap(SteeredWorld::admin).or(verdict::admin);
    }

    OptionalInt intendedWeight() {
        return weight.isPresent() ? weight : verdict.capacity().weight();
    }

    void step() {
        second++;
        // Mostly nothing happens: only a world at rest shows whether it converges.
        switch (random.nextInt(60)) {
            case 0 -> verdict = anyVerdict();
            case 1 -> overrideState();
            case 2 -> overrideWeight();
            case 3 -> clear();
            case 4 -> steering = bridge();
            case 5 -> any().operatorSets(SETTINGS.get(random.nextInt(SETTINGS.size())));
            case 6 -> any().operatorSets(1 + random.nextInt(100));
            case 7 -> any().restart();
            default -> poll();
        }
    }

    private void poll() {
        for (PollingHaproxy haproxy : haproxies) {
            if (haproxy.isDue(second)) {
                AgentReply reply =
                        steering.reply(TARGET, verdict, haproxy.address().ip(), OptionalInt.empty(), false);
                haproxy.address()
                        .sees(
                                reply,
                                intendedAdmin().isPresent(),
                                intendedWeight().isPresent(),
                                second);
                haproxy.take(overTheWire(reply));
            }
        }
    }

    private static AgentReply overTheWire(AgentReply reply) {
        try {
            return AgentReply.parse(reply.render().strip());
        } catch (ProtocolException e) {
            throw new AssertionError(reply.render(), e);
        }
    }

    private Steering bridge() {
        return new Steering(READY_FOR, () -> Instant.ofEpochSecond(second), disk);
    }

    private void overrideState() {
        State next = STATES.get(random.nextInt(STATES.size()));
        state = Optional.of(next);
        steering.setState(TARGET, override(next));
        changed();
    }

    private void overrideWeight() {
        int next = 1 + random.nextInt(100);
        weight = OptionalInt.of(next);
        steering.setWeight(TARGET, override(next));
        changed();
    }

    private void clear() {
        state = Optional.empty();
        weight = OptionalInt.empty();
        steering.clear(TARGET);
        changed();
    }

    private Verdict anyVerdict() {
        changed();
        Health health =
                List.of(Health.UP, Health.UP, Health.DOWN, Health.FAILED).get(random.nextInt(4));
        Optional<Admin> admin = switch (random.nextInt(4)) {
            case 0 -> Optional.of(Admin.DRAIN);
            case 1 -> Optional.of(Admin.MAINT);
            default -> Optional.empty();
        };
        OptionalInt reported = random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(100)) : OptionalInt.empty();
        return new Verdict(health, admin, new Capacity(reported, OptionalInt.empty()), Reason.NONE, false);
    }

    private void changed() {
        haproxies.forEach(PollingHaproxy::somethingChanged);
    }

    private PollingHaproxy any() {
        return haproxies.get(random.nextInt(haproxies.size()));
    }

    private static <T> OperatorOverride<T> override(T value) {
        return new OperatorOverride<>(value, Reason.NONE, "test", Instant.EPOCH, Optional.empty());
    }

    private static Optional<Admin> admin(State state) {
        return switch (state) {
            case DRAIN -> Optional.of(Admin.DRAIN);
            case MAINT -> Optional.of(Admin.MAINT);
            case UP, DOWN, STOPPED -> Optional.empty();
        };
    }

    /** What survives the bridge. */
    private static final class Disk implements StateStore {
        private SteeringState saved = SteeringState.EMPTY;

        @Override
        public SteeringState load() {
            return saved;
        }

        @Override
        public void save(SteeringState state) {
            saved = state;
        }
    }
}
