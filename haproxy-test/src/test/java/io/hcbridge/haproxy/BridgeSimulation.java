/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.override.Clocks;
import io.hcbridge.bridge.override.InMemoryStateStore;
import io.hcbridge.bridge.override.OperatorOverride;
import io.hcbridge.bridge.override.OperatorOverride.State;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.override.ReplyRules;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/**
 * A simulation of a bridge without sockets, one service, three HAProxies, and operators of the bridge and of HAProxy. Each step is one
 * second of the monotonic clock and may have a random event. Some events set the wall clock to another time.
 */
final class BridgeSimulation {
    private static final String TARGET = "orders";
    /** Three times the slowest interval, as documented. */
    private static final Duration READY_FOR = Duration.ofSeconds(30);

    private static final int MAX_WALL_CLOCK_ERROR = (int) Duration.ofDays(2).toSeconds();
    private static final List<State> STATES = List.of(State.values());
    private static final List<Admin> SETTINGS = List.of(Admin.DRAIN, Admin.MAINT, Admin.READY);

    private final Random random;
    private final boolean reportOnly;
    private final InMemoryStateStore store = new InMemoryStateStore();
    private final PollingHaproxy.Address shared = new PollingHaproxy.Address("127.0.0.3", READY_FOR.toSeconds());
    private final PollingHaproxy.Address own = new PollingHaproxy.Address("127.0.0.2", READY_FOR.toSeconds());
    private final List<PollingHaproxy> haproxies;
    private final SimulatedService service;

    private long second;
    private long wallClockError;
    private ReplyComposer bridge;
    private Optional<OperatorOverride<State>> state = Optional.empty();
    private OptionalInt weight = OptionalInt.empty();

    /** @param reportOnly whether the target is configured with {@code on-failed: report} */
    BridgeSimulation(Random random, boolean reportOnly) {
        this.random = random;
        this.reportOnly = reportOnly;
        this.service = new SimulatedService(random);
        this.bridge = load();
        this.haproxies = List.of(
                new PollingHaproxy("alone", own, 2),
                new PollingHaproxy("fast", shared, 1),
                new PollingHaproxy("slow", shared, 10));
    }

    List<PollingHaproxy> haproxies() {
        return haproxies;
    }

    SimulatedService service() {
        return service;
    }

    int readies() {
        return shared.readies();
    }

    int keptOperatorSettings() {
        return haproxies.stream().mapToInt(PollingHaproxy::keptOperatorSettings).sum();
    }

    /** Returns whether HAProxy must use the server; empty if HAProxy keeps its state. */
    Optional<Boolean> intendsUp() {
        return switch (state.map(OperatorOverride::value).orElse(State.DRAIN)) {
            case UP -> Optional.of(true);
            case DOWN, STOPPED -> Optional.of(false);
            case DRAIN, MAINT -> service.hasFailed() && reportOnly ? Optional.empty() : Optional.of(service.isUp());
        };
    }

    Optional<Admin> intendedAdmin() {
        return state.map(OperatorOverride::value)
                .flatMap(BridgeSimulation::admin)
                .or(service::admin);
    }

    OptionalInt intendedWeight() {
        return weight.isPresent() ? weight : service.weight();
    }

    void step() {
        second++;
        endOverride();
        // Most steps have no event: HAProxy reaches the desired state only after some steps without events.
        switch (random.nextInt(90)) {
            case 0, 1, 2, 3 -> {
                service.change();
                changed();
            }
            case 4 -> overrideState(Optional.empty());
            case 5 -> overrideState(Optional.of(now().plusSeconds(1 + random.nextInt(100))));
            case 6 -> overrideWeight();
            case 7 -> clear();
            case 8 -> restart();
            case 9 -> crash();
            case 10 -> any().operatorSets(SETTINGS.get(random.nextInt(SETTINGS.size())));
            case 11 -> any().operatorSets(1 + random.nextInt(100));
            case 12 -> any().restart();
            case 13 -> wallClockError = (long) random.nextInt(2 * MAX_WALL_CLOCK_ERROR) - MAX_WALL_CLOCK_ERROR;
            case 14 -> pollAtTheDeadline(any());
            default -> poll();
        }
    }

    private void poll() {
        for (PollingHaproxy haproxy : haproxies) {
            if (haproxy.isDue(second)) {
                Verdict probed = service.probe();
                tell(haproxy, bridge.reportedState(TARGET).apply(probed));
            }
        }
    }

    /** Simulates a slow probe: the reply does not have its result. */
    private void pollAtTheDeadline(PollingHaproxy haproxy) {
        tell(haproxy, Verdict.failed("no answer in time"));
        haproxy.somethingChanged();
    }

    private void tell(PollingHaproxy haproxy, Verdict verdict) {
        AgentReply reply = bridge.reply(
                TARGET,
                verdict,
                haproxy.address().ip(),
                new ReplyRules(OptionalInt.empty(), reportOnly, Optional.empty()));
        haproxy.address().sees(reply, intendedAdmin(), intendedWeight().isPresent(), second);
        haproxy.take(overTheWire(reply));
    }

    private static AgentReply overTheWire(AgentReply reply) {
        try {
            return AgentReply.parse(reply.render().strip());
        } catch (ProtocolException e) {
            throw new AssertionError(reply.render(), e);
        }
    }

    private void restart() {
        bridge.save();
        startAgain();
    }

    /** Simulates a crash. Only a weight that the service reported in the last seconds may be lost. */
    private void crash() {
        service.reportIsThatOf(store.load().reports().get(TARGET));
        startAgain();
        changed();
    }

    private void startAgain() {
        bridge = load();
        own.bridgeRestarted();
        shared.bridgeRestarted();
    }

    private ReplyComposer load() {
        Clocks clocks = new Clocks(this::now, () -> Duration.ofSeconds(second).toNanos());
        try {
            return ReplyComposer.load(store, clocks, READY_FOR, Set.of(TARGET));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Instant now() {
        return Instant.ofEpochSecond(2_000_000_000 + second + wallClockError);
    }

    private void overrideState(Optional<Instant> until) {
        OperatorOverride<State> next = new OperatorOverride<>(
                STATES.get(random.nextInt(STATES.size())), Reason.NONE, "test", Instant.EPOCH, until);
        state = Optional.of(next);
        assertThat(bridge.overrides().setState(List.of(TARGET), next)).isCompleted();
        changed();
    }

    /** The bridge checks for the end with every reply. After it has detected the end, a clock that steps back has no effect. */
    private void endOverride() {
        boolean isOver = state.flatMap(OperatorOverride::until)
                .filter(end -> !now().isBefore(end))
                .isPresent();
        if (isOver) {
            assertThat(bridge.overrides().of(TARGET).state()).isEmpty();
            state = Optional.empty();
            changed();
        }
    }

    private void overrideWeight() {
        int next = 1 + random.nextInt(100);
        weight = OptionalInt.of(next);
        assertThat(bridge.overrides()
                        .setWeight(
                                List.of(TARGET),
                                new OperatorOverride<>(next, Reason.NONE, "test", Instant.EPOCH, Optional.empty())))
                .isCompleted();
        changed();
    }

    private void clear() {
        state = Optional.empty();
        weight = OptionalInt.empty();
        assertThat(bridge.overrides().clear(List.of(TARGET))).isCompleted();
        changed();
    }

    private void changed() {
        haproxies.forEach(PollingHaproxy::somethingChanged);
    }

    private PollingHaproxy any() {
        return haproxies.get(random.nextInt(haproxies.size()));
    }

    private static Optional<Admin> admin(State state) {
        return switch (state) {
            case DRAIN -> Optional.of(Admin.DRAIN);
            case MAINT -> Optional.of(Admin.MAINT);
            case UP, DOWN, STOPPED -> Optional.empty();
        };
    }
}
