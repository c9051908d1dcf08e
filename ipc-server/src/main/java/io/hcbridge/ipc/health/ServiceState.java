/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.check.HealthReport;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import io.hcbridge.protocol.health.HealthKind;
import io.hcbridge.protocol.health.HealthProtocol;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The settings of a service, without the result of its checks. Immutable.
 *
 * @param state administrative state
 * @param reason text for operators; empty only in the normal state
 * @param weight percentage of the weight in HAProxy's configuration, 1 to 100; a service that wants no traffic sets a state instead
 * @param maxConnections maximum number of connections, 1 to 999,999,999
 */
record ServiceState(State state, String reason, OptionalInt weight, OptionalInt maxConnections) {
    enum State {
        NORMAL,
        DRAIN,
        MAINT,
        STOPPED
    }

    /** The state of a service that has not set anything. */
    static final ServiceState NORMAL = new ServiceState(State.NORMAL, "", OptionalInt.empty(), OptionalInt.empty());

    /** The parser of agent lines accepts numbers of at most 9 digits. */
    private static final int MAX_CONNECTIONS = 999_999_999;

    ServiceState {
        if (state != State.NORMAL && reason.isBlank()) {
            throw new IllegalArgumentException(state.name().toLowerCase(Locale.ROOT) + " reason: must not be blank");
        }
        weight.ifPresent(w -> require("weight", w, 100, " percent"));
        maxConnections.ifPresent(m -> require("max connections", m, MAX_CONNECTIONS, ""));
    }

    ServiceState in(State newState, String newReason) {
        return new ServiceState(newState, newReason, weight, maxConnections);
    }

    ServiceState withWeight(OptionalInt newWeight) {
        return new ServiceState(state, reason, newWeight, maxConnections);
    }

    ServiceState withMaxConnections(OptionalInt newMaximum) {
        return new ServiceState(state, reason, weight, newMaximum);
    }

    /** Returns whether HAProxy must not send new traffic, independent of the health. */
    boolean isOutOfRotation() {
        return state != State.NORMAL;
    }

    boolean isStopped() {
        return state == State.STOPPED;
    }

    /**
     * Returns the reply to a {@code ping} or to a request for one kind. Drain and maint are healthy, because a container runtime restarts an
     * unhealthy service. A stopped service is not ready, but live.
     */
    byte[] health(HealthReport report) {
        if (isStopped() && report.kind() == HealthKind.READINESS) {
            return HealthProtocol.unhealthy(reason);
        }
        return report.isUp() ? HealthProtocol.healthy() : HealthProtocol.unhealthy(report.reason());
    }

    /** Returns the reply to a {@code status}: one agent line. */
    byte[] status(HealthReport report) {
        return line(report).render().getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the agent line of a service in this state, with this result of its checks. */
    AgentReply line(HealthReport report) {
        return new AgentReply(
                Optional.of(word(report)),
                admin(),
                new Capacity(lowerWeight(report.weight()), maxConnections),
                Reason.of(text(report)));
    }

    /** Returns the agent line of a service in this state that was closed on purpose. Drain and maint stay in effect. */
    AgentReply closedLine() {
        return new AgentReply(
                Optional.of(Health.STOPPED),
                admin(),
                new Capacity(weight, maxConnections),
                Reason.of(reason.isEmpty() ? "closed on purpose" : reason));
    }

    private Health word(HealthReport report) {
        if (isStopped()) {
            return Health.STOPPED;
        }
        return report.isUp() ? Health.UP : Health.DOWN;
    }

    private String text(HealthReport report) {
        if (isStopped() || (isOutOfRotation() && report.isUp())) {
            return reason;
        }
        return report.isDegraded() ? "degraded: " + report.reason() : report.reason();
    }

    /** Returns the lower one of two weights: that of this state, and that of a degraded check. */
    private OptionalInt lowerWeight(OptionalInt degraded) {
        boolean isLower = degraded.isPresent() && degraded.getAsInt() < weight.orElse(Integer.MAX_VALUE);
        return isLower ? degraded : weight;
    }

    private Optional<Admin> admin() {
        return switch (state) {
            case NORMAL, STOPPED -> Optional.empty();
            case DRAIN -> Optional.of(Admin.DRAIN);
            case MAINT -> Optional.of(Admin.MAINT);
        };
    }

    private static void require(String name, int value, int most, String unit) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " must be 1 to " + most + unit);
        }
    }
}
