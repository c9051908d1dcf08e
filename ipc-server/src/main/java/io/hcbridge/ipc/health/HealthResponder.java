/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.health.ServiceState.State;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Health;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Creates the replies from the result of the checks and the state that the service has set. Thread-safe. */
final class HealthResponder {
    private final HealthChecks checks;
    private final DrainTracker drainTracker;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    // Written under this.
    private volatile ServiceState state = ServiceState.NORMAL;
    private boolean closing;

    HealthResponder(HealthChecks checks, MonotonicTime time) {
        this.checks = checks;
        this.drainTracker = new DrainTracker(time);
    }

    /** Calls {@code callback} once, on any thread, with the reply to a {@code ping}; see {@link HealthChecks#run}. */
    void ping(Predicate<Runnable> inline, Consumer<byte[]> callback) {
        reply(inline, ServiceState::ping, callback);
    }

    /**
     * Calls {@code callback} once, on any thread, with the reply to a {@code status}.
     *
     * @param pollGapMillis the number in the request; empty for a request without a number
     */
    void status(Predicate<Runnable> inline, OptionalInt pollGapMillis, Consumer<byte[]> callback) {
        reply(
                inline,
                (answered, failure) -> {
                    drainTracker.recordReply(answered.isOutOfRotation(), pollGapMillis);
                    return answered.status(failure);
                },
                callback);
    }

    /** Returns the time limit for a reply. */
    Duration limit() {
        return checks.limit();
    }

    /** Called for each client whose wait has reached {@link #limit()}. */
    void expire() {
        checks.expire();
    }

    /** Changes the state. Has no effect after {@link #drainAndAwait} has begun, because a closing service must not become ready again. */
    synchronized void change(UnaryOperator<ServiceState> change) {
        if (!closing) {
            state = change.apply(state);
            listeners.forEach(Runnable::run);
        }
    }

    /** Adds a listener for changes of the state. It must return at once. */
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Runs the checks; see {@link HealthChecks#run}. Does not run them if the service is stopped, because they may use objects that it has
     * already closed.
     *
     * @param callback called once, on any thread, with the reason why the service is unhealthy or with an empty text if it is healthy
     */
    void check(Consumer<String> callback) {
        if (state.isStopped()) {
            callback.accept("");
        } else {
            checks.run(task -> false, callback);
        }
    }

    /** Returns the agent line of the current state, with this result of the checks. */
    AgentReply line(String failure) {
        return state.line(failure);
    }

    /** Returns the last agent line of a service that closes. */
    AgentReply stoppedLine() {
        return state.closedLine();
    }

    /** Records that a bridge has received this line by push. See {@link DrainTracker#recordPush}. */
    void recordPush(AgentReply line, int pollGapMillis) {
        boolean isOut = line.admin().isPresent() || line.health().equals(Optional.of(Health.STOPPED));
        drainTracker.recordPush(isOut, pollGapMillis);
    }

    /** Drains the service and waits until the clients of {@code status} have received the drain, but at most for {@code atMost}. */
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
            // The checks may use objects that the service has already closed.
            callback.accept(render.apply(current, ""));
        } else {
            checks.run(inline, failure -> callback.accept(render.apply(state, failure)));
        }
    }
}
