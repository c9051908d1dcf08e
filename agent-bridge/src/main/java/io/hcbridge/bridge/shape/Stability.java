/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.shape;

import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.ipc.internal.Durations;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.time.Duration;
import java.util.Optional;

/**
 * The damping of one target's results.
 *
 * <p>A change between up and not up needs several consecutive results. The first result decides at once. What a service decides itself, a
 * {@code drain}, a weight or a stop, takes effect at once. A target that changes often is held down.
 *
 * @param settled the verdict after {@code rise} and {@code fall}; empty before the first result
 * @param row number of consecutive results against the settled health
 */
public record Stability(Optional<Verdict> settled, int row, FlapHistory flaps) {
    /** The state before the first result. */
    public static final Stability START = new Stability(Optional.empty(), 0, FlapHistory.EMPTY);

    /**
     * Returns the state after a result.
     *
     * @param nanos monotonic time of the result in nanoseconds
     */
    public Stability after(Verdict newest, long nanos, StabilityRules rules) {
        if (settled.isEmpty() || isUp(settled.get()) == isUp(newest)) {
            return new Stability(Optional.of(newest), 0, flaps);
        }
        int needed = isUp(newest) ? rules.rise() : rules.fall();
        if (row + 1 < needed && !isDecided(newest)) {
            return new Stability(Optional.of(held(settled.get(), newest)), row + 1, flaps);
        }
        FlapHistory history =
                rules.flap().map(rule -> flaps.changedAt(nanos, rule)).orElse(FlapHistory.EMPTY);
        return new Stability(Optional.of(newest), 0, history);
    }

    /**
     * Returns the verdict that counts now; the settled one, unless the target is held down.
     *
     * @throws java.util.NoSuchElementException before the first result
     */
    public Verdict verdict(long nanos, StabilityRules rules) {
        Verdict verdict = settled.orElseThrow();
        boolean isHeld = rules.flap().isPresent() && flaps.holdNanos(nanos) > 0 && !isDecided(verdict);
        return isHeld ? heldDown(verdict, rules.flap().get()) : verdict;
    }

    /** Returns whether further results like the last one would change the settled health. */
    public boolean isPending() {
        return row > 0;
    }

    /** Returns what the damping does now, for operators; empty if nothing. */
    public String describe(long nanos, StabilityRules rules) {
        String pending = "";
        if (isPending()) {
            boolean isFalling = isUp(settled.orElseThrow());
            pending = isFalling
                    ? row + " of fall: " + rules.fall() + " results that are not up"
                    : row + " of rise: " + rules.rise() + " results that are up";
        }
        long hold = rules.flap().isPresent() ? flaps.holdNanos(nanos) : 0;
        if (hold <= 0) {
            return pending;
        }
        String held = "held down for another "
                + Durations.format(Duration.ofMillis(Duration.ofNanos(hold).toMillis()));
        return pending.isEmpty() ? held : pending + "; " + held;
    }

    /** Returns whether the service has decided itself to be not up: it reported {@code stopped}, or has removed its {@code .hc-socket}. */
    private static boolean isDecided(Verdict verdict) {
        return verdict.health() == Health.STOPPED || verdict.isWithdrawn();
    }

    private static boolean isUp(Verdict verdict) {
        return verdict.health() == Health.UP;
    }

    /**
     * Returns the verdict while a change is pending: the health and the reason of the settled verdict. A {@code drain} or {@code maint} of
     * the newest one takes effect, and its weight does if it is up.
     */
    private static Verdict held(Verdict settled, Verdict newest) {
        if (isUp(newest)) {
            return new Verdict(
                    settled.health(),
                    newest.admin(),
                    newest.capacity(),
                    settled.reason(),
                    settled.isWithdrawn(),
                    newest.isHealthOnly());
        }
        return newest.admin().isEmpty()
                ? settled
                : new Verdict(settled.health(), newest.admin(), settled.capacity(), settled.reason(), false, false);
    }

    private static Verdict heldDown(Verdict verdict, FlapRule rule) {
        return new Verdict(
                Health.DOWN, verdict.admin(), verdict.capacity(), Reason.of(rule.reason()), false, !verdict.isReport());
    }
}
