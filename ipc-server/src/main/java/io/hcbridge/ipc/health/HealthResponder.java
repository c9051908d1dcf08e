/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.check.HealthRegistry;
import io.hcbridge.ipc.check.HealthReport;
import io.hcbridge.ipc.health.ServiceState.State;
import io.hcbridge.ipc.internal.SafeLog;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.health.HealthKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Creates the replies from the result of the checks and the state that the service has set. Thread-safe. */
final class HealthResponder {
    private final HealthRegistry registry;
    private final DrainTracker drainTracker;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    // Written under this.
    private volatile ServiceState state = ServiceState.NORMAL;
    private boolean closing;

    HealthResponder(HealthRegistry registry, MonotonicTime time) {
        this.registry = registry;
        this.drainTracker = new DrainTracker(time);
    }

    /**
     * Calls {@code callback} once, on any thread, with the reply to a request for one kind.
     *
     * @param caller runs one check on the caller's thread, or rejects it; see {@link HealthRegistry#check(HealthKind, Executor)}
     * @param callback must not block
     */
    void ask(HealthKind kind, Executor caller, Consumer<byte[]> callback) {
        reply(kind, caller, ServiceState::health, callback);
    }

    /**
     * Calls {@code callback} once, on any thread, with the reply to a {@code status}.
     *
     * @param pollGapMillis the number in the request; empty for a request without a number
     */
    void status(Executor caller, OptionalInt pollGapMillis, Consumer<byte[]> callback) {
        reply(
                HealthKind.READINESS,
                caller,
                (answered, report) -> {
                    drainTracker.recordReply(answered.isOutOfRotation(), pollGapMillis);
                    return answered.status(report);
                },
                callback);
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
     * Runs the checks that decide about readiness. Does not run them if the service is stopped, because they may use objects that it has
     * already closed.
     *
     * @param callback called once, on any thread; must not block
     */
    void check(Consumer<HealthReport> callback) {
        if (state.isStopped()) {
            callback.accept(stoppedReport(HealthKind.READINESS));
        } else {
            registry.check(HealthKind.READINESS).thenAccept(callback).exceptionally(HealthResponder::logFailure);
        }
    }

    /** Returns the agent line of the current state, with this result of the checks. */
    AgentReply line(HealthReport report) {
        return state.line(report);
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

    private static HealthReport stoppedReport(HealthKind kind) {
        return new HealthReport(kind, true, "", OptionalInt.empty(), List.of());
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
            HealthKind kind,
            Executor caller,
            BiFunction<ServiceState, HealthReport, byte[]> render,
            Consumer<byte[]> callback) {
        ServiceState current = state;
        if (current.isStopped()) {
            // The checks may use objects that the service has already closed.
            callback.accept(render.apply(current, stoppedReport(kind)));
            return;
        }
        registry.check(kind, caller)
                .thenAccept(report -> callback.accept(render.apply(state, report)))
                .exceptionally(HealthResponder::logFailure);
    }

    private static @Nullable Void logFailure(Throwable e) {
        SafeLog.warn(HealthServer.class, "health server: reply failed", e);
        return null;
    }
}
