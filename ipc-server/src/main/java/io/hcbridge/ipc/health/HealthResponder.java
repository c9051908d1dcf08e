/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.health.ServiceState.State;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What askers are told: the outcome of the service's checks under its mode. Thread-safe. */
final class HealthResponder {
    private final HealthChecks checks;
    private final DrainTracker farewell;

    // Written under this.
    private volatile ServiceState mode = ServiceState.NORMAL;
    private boolean leaving;

    HealthResponder(HealthChecks checks, MonotonicTime time) {
        this.checks = checks;
        this.farewell = new DrainTracker(time);
    }

    /** Has {@code asker} told the reply to a {@code ping} once, by whatever thread; see {@link HealthChecks#ask}. */
    void ping(Predicate<Runnable> lent, Consumer<byte[]> asker) {
        ask(lent, ServiceState::ping, asker);
    }

    /** The same for a {@code status}. */
    void status(Predicate<Runnable> lent, Consumer<byte[]> asker) {
        ask(lent, this::status, asker);
    }

    /** How long a reply may take. */
    Duration limit() {
        return checks.limit();
    }

    /** To be called by each asker that has waited for {@link #limit()}. */
    void expire() {
        checks.expire();
    }

    /** Changes the mode; without effect once {@link #drainAndAwait} has begun, since who is going is not ready again. */
    synchronized void change(UnaryOperator<ServiceState> change) {
        if (!leaving) {
            mode = change.apply(mode);
        }
    }

    /** Keeps traffic away, and waits until everyone who asks {@code status} has heard of it, {@code atMost} at the longest. */
    void drainAndAwait(Duration atMost) throws InterruptedException {
        synchronized (this) {
            change(now -> now.isOutOfRotation() ? now : now.in(State.DRAIN, "shutting down"));
            leaving = true;
        }
        farewell.await(atMost);
    }

    /** Ends the wait of {@link #drainAndAwait}. */
    void leave() {
        farewell.cancel();
    }

    private void ask(Predicate<Runnable> lent, BiFunction<ServiceState, String, byte[]> reply, Consumer<byte[]> asker) {
        ServiceState asked = mode;
        if (asked.isStopped()) {
            // What its checks look at may be gone.
            asker.accept(reply.apply(asked, ""));
        } else {
            checks.ask(lent, failure -> asker.accept(reply.apply(mode, failure)));
        }
    }

    private byte[] status(ServiceState answered, String failure) {
        farewell.answered(answered.isOutOfRotation());
        return answered.status(failure);
    }
}
