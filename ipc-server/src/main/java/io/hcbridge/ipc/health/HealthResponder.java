/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.health.ServiceState.State;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Makes the replies, from the result of the service's checks and the state that it has set. Thread-safe. */
final class HealthResponder {
    private final HealthChecks checks;
    private final DrainTracker drainTracker;

    // Written under this.
    private volatile ServiceState state = ServiceState.NORMAL;
    private boolean closing;

    HealthResponder(HealthChecks checks, MonotonicTime time) {
        this.checks = checks;
        this.drainTracker = new DrainTracker(time);
    }

    /** Calls back once, on any thread, with the reply to a {@code ping}; see {@link HealthChecks#run}. */
    void ping(Predicate<Runnable> inline, Consumer<byte[]> callback) {
        reply(inline, ServiceState::ping, callback);
    }

    /** Calls back once, on any thread, with the reply to a {@code status}. */
    void status(Predicate<Runnable> inline, Consumer<byte[]> callback) {
        reply(inline, this::status, callback);
    }

    /** Time limit for a reply. */
    Duration limit() {
        return checks.limit();
    }

    /** Each client that has waited for {@link #limit()} calls this. */
    void expire() {
        checks.expire();
    }

    /** Changes the state. Has no effect after {@link #drainAndAwait} has begun, because a closing service does not become ready again. */
    synchronized void change(UnaryOperator<ServiceState> change) {
        if (!closing) {
            state = change.apply(state);
        }
    }

    /** Drains the service and waits until the clients of {@code status} have received that, for {@code atMost}. */
    void drainAndAwait(Duration atMost) throws InterruptedException {
        synchronized (this) {
            change(now -> now.isOutOfRotation() ? now : now.in(State.DRAIN, "shutting down"));
            closing = true;
        }
        drainTracker.await(atMost);
    }

    /** Ends the wait of {@link #drainAndAwait}. */
    void cancelDrain() {
        drainTracker.cancel();
    }

    private void reply(
            Predicate<Runnable> inline, BiFunction<ServiceState, String, byte[]> render, Consumer<byte[]> callback) {
        ServiceState current = state;
        if (current.isStopped()) {
            // The objects of its checks may be closed.
            callback.accept(render.apply(current, ""));
        } else {
            checks.run(inline, failure -> callback.accept(render.apply(state, failure)));
        }
    }

    private byte[] status(ServiceState answered, String failure) {
        drainTracker.answered(answered.isOutOfRotation());
        return answered.status(failure);
    }
}
