/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.override.OperatorOverride.State;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.shape.Rotation;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The state that HAProxy should have for a target: the service's verdict with the operator's overrides applied. The bridge does not change
 * a part that is empty.
 *
 * @param weight 1 to 100 percent
 */
public record DesiredState(
        Health health, Optional<Admin> admin, OptionalInt weight, OptionalInt maxConnections, Reason reason) {

    /**
     * Applies the overrides to a verdict. A weight of 0 means drain.
     *
     * @param ownMaxConnections the {@code maxconn} of the server in HAProxy's configuration. If it is empty, the limit of the service is
     *     not sent, because the bridge could not restore HAProxy's value later
     */
    static DesiredState of(Verdict verdict, Overrides overrides, OptionalInt ownMaxConnections) {
        Optional<State> state = overrides.state().map(OperatorOverride::value);
        OptionalInt weight = overrides.weight().isPresent()
                ? OptionalInt.of(overrides.weight().get().value())
                : verdict.capacity().weight();
        boolean isZero = weight.equals(OptionalInt.of(0));
        return new DesiredState(
                state.flatMap(DesiredState::health).orElse(verdict.health()),
                state.flatMap(DesiredState::admin)
                        .or(verdict::admin)
                        .or(() -> isZero ? Optional.of(Admin.DRAIN) : Optional.empty()),
                isZero ? OptionalInt.empty() : weight,
                maxConnections(verdict.capacity(), ownMaxConnections),
                reason(verdict, overrides));
    }

    /** A reason is shown beside a health word only. If there is none, the reply needs no reason. */
    private static Reason reason(Verdict verdict, Overrides overrides) {
        Optional<OperatorOverride<State>> override = overrides.state();
        boolean hasNoWord = !isWordSent(verdict.health(), verdict.reason())
                && override.flatMap(state -> health(state.value())).isEmpty();
        return hasNoWord ? Reason.NONE : override.map(DesiredState::reason).orElse(verdict.reason());
    }

    private static boolean isWordSent(Health health, Reason reason) {
        return health != Health.REPORT_ONLY || !reason.text().isEmpty();
    }

    /** Returns whether the reply has a health word. It has none if nothing is known and there is no reason to show. */
    boolean hasHealthWord() {
        return isWordSent(health, reason);
    }

    /** Returns this state with another weight. */
    DesiredState withWeight(int percent) {
        return new DesiredState(health, admin, OptionalInt.of(percent), maxConnections, reason);
    }

    /** @param reportOnly whether a failed verdict counts as nothing known */
    Verdict asVerdict(boolean reportOnly) {
        Health counted = reportOnly && health == Health.FAILED ? Health.REPORT_ONLY : health;
        return new Verdict(counted, admin, new Capacity(weight, OptionalInt.empty()), reason, false);
    }

    /** @param reportOnly whether HAProxy only shows a failed verdict */
    Rotation rotation(boolean reportOnly) {
        if (admin.isPresent()) {
            return Rotation.OUT;
        }
        return switch (health) {
            case UP -> Rotation.IN;
            case DOWN, STOPPED -> Rotation.OUT;
            case FAILED -> reportOnly ? Rotation.UNCHANGED : Rotation.OUT;
            case REPORT_ONLY -> Rotation.UNCHANGED;
        };
    }

    boolean isDrain() {
        return admin.isPresent() && admin.get() == Admin.DRAIN;
    }

    private static Optional<Health> health(State state) {
        return switch (state) {
            case UP -> Optional.of(Health.UP);
            case DOWN -> Optional.of(Health.DOWN);
            case STOPPED -> Optional.of(Health.STOPPED);
            case DRAIN, MAINT -> Optional.empty();
        };
    }

    private static Optional<Admin> admin(State state) {
        return switch (state) {
            case DRAIN -> Optional.of(Admin.DRAIN);
            case MAINT -> Optional.of(Admin.MAINT);
            case UP, DOWN, STOPPED -> Optional.empty();
        };
    }

    private static Reason reason(OperatorOverride<State> override) {
        String text = override.reason().text();
        return Reason.of("set by " + override.by() + (text.isEmpty() ? "" : ": " + text));
    }

    private static OptionalInt maxConnections(Capacity reported, OptionalInt own) {
        return own.isPresent() && reported.maxConnections().isPresent() ? reported.maxConnections() : own;
    }
}
