/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.probe.BlockingCalls;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.LocalPeer;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.ipc.health.PeerTrust;
import io.hcbridge.ipc.health.SocketFileException;
import io.hcbridge.ipc.health.StartupRetry;
import io.hcbridge.ipc.health.StatusSupport;
import io.hcbridge.ipc.internal.Backoff;
import io.hcbridge.ipc.internal.Durations;
import io.hcbridge.protocol.health.HealthQuery;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the health socket that a service's {@code .hc-socket} names: locate the socket, ask {@code status}, and {@code ping} where that is
 * not answered. A failure that a starting service may be behind is looked at once more.
 *
 * <pre>
 * start -> locate -> connect -> exchange -> end
 *            ^          | backlog full, or to be looked at once more
 *            +-- pause -+
 * </pre>
 *
 * <p>One probe at a time; belongs to one event loop.
 */
final class HealthProbe implements Probe, BlockingCalls.Callback<ServiceSocket> {
    private static final Logger LOG = LoggerFactory.getLogger(HealthProbe.class);

    private final EventLoop loop;
    private final LocalSockets sockets;
    private final SocketLocator locator;
    private final long timeoutMillis;
    private final String silence;
    private final StatusSupport statusSupport = new StatusSupport();

    // From one probe to the next.
    private @Nullable ServiceSocket socket;
    private @Nullable LocalPeer peer;
    private @Nullable HealthConnection connection;

    // Of the probe under way; done is null between probes.
    private @Nullable Consumer<ProbeResult> done;
    private @Nullable ScheduledFuture<?> timeout;
    private @Nullable ScheduledFuture<?> pause;
    private Backoff backoff = new Backoff();
    private boolean lookedAgain;
    private @Nullable Verdict pending;
    private @Nullable IOException distrust;
    private boolean statusUnanswered;

    HealthProbe(ProbeEnvironment environment, HealthProbeConfig config, Duration timeout) {
        this(environment, LocalSockets.on(environment.loop()), config, timeout);
    }

    HealthProbe(ProbeEnvironment environment, LocalSockets sockets, HealthProbeConfig config, Duration timeout) {
        this.loop = environment.loop();
        this.sockets = sockets;
        this.locator = new SocketLocator(environment, sockets, config);
        this.timeoutMillis = timeout.toMillis();
        this.silence = "no answer within " + Durations.format(timeout);
    }

    @Override
    public void start(Consumer<ProbeResult> callback) {
        done = callback;
        backoff = new Backoff();
        lookedAgain = false;
        connection = null;
        distrust = null;
        guarded(() -> {
            timeout = LoopTasks.schedule(loop, timeoutMillis, () -> guarded(this::onTimeout));
            locate();
        });
    }

    @Override
    public String describeLast() {
        String listener = peer == null ? "" : ", peer " + peer;
        String where = socket == null ? "no socket" : "socket " + socket.path() + listener;
        String exchange = connection == null ? "" : ", " + connection.query().describe();
        return locator.file() + ", " + where + exchange;
    }

    // 1. Locate.

    private void locate() {
        pause = null;
        pending = null;
        locator.locate(this);
    }

    @Override
    public void returned(ServiceSocket found) {
        guarded(() -> {
            statusUnanswered = false;
            if (!found.equals(socket)) {
                socket = found;
                peer = null;
            }
            connect(
                    found,
                    statusSupport.shouldQuery(found.path(), System.nanoTime())
                            ? HealthQuery.status()
                            : HealthQuery.ping());
        });
    }

    @Override
    public void failed(IOException why) {
        guarded(() -> {
            socket = null;
            if (SocketFileException.isOwnFault(why)) {
                end(new BridgeFault(String.valueOf(why.getMessage())));
            } else {
                lookAgainOrEnd(why);
            }
        });
    }

    @Override
    public void broke(BridgeFault fault) {
        guarded(() -> end(fault));
    }

    private void lookAgainOrEnd(IOException why) {
        String what = String.valueOf(why.getMessage());
        Verdict verdict = StartupRetry.isWithdrawn(why) ? Verdict.withdrawn(what) : Verdict.failed(what);
        if (lookedAgain || !StartupRetry.isRetryable(why)) {
            end(verdict);
        } else {
            lookedAgain = true;
            locateAfter(StartupRetry.DELAY_MILLIS, verdict);
        }
    }

    /** @param verdict what the probe ends with if its time is over before */
    private void locateAfter(long millis, Verdict verdict) {
        pending = verdict;
        pause = LoopTasks.schedule(loop, millis, () -> guarded(this::locate));
    }

    // 2. Ask.

    private void connect(ServiceSocket found, HealthQuery query) {
        HealthConnection opened = new HealthConnection(query, () -> guarded(this::onExchangeEnd));
        connection = opened;
        try {
            LocalPeer listener = opened.open(sockets, found);
            if (listener == null) {
                locateAfter(
                        backoff.nextMillis(), Verdict.failed("backlog of " + found.path() + " is full, " + silence));
            } else {
                recordPeer(listener, found);
            }
        } catch (IOException e) {
            opened.close();
            lookAgainOrEnd(e);
        }
    }

    /**
     * Checks who listens: at once if it is the process that was checked before. One that is not believed is asked all the same, since a
     * Go server ends when a client leaves it without a word; its answer does not count.
     */
    private void recordPeer(LocalPeer listener, ServiceSocket found) {
        distrust = null;
        if (peer != null && listener.isSameProcess(peer)) {
            return;
        }
        try {
            listener.requireTrusted(found.trust(), found.path());
            PeerTrust.requireNoLink(found.path());
            peer = listener;
        } catch (IOException e) {
            distrust = e;
            peer = null;
            locator.forget();
        }
    }

    private void onExchangeEnd() {
        HealthConnection ended = connection;
        if (ended == null || socket == null) {
            return;
        }
        HealthQuery query = ended.query();
        Optional<Verdict> verdict = verdict(query);
        if (verdict.isPresent()) {
            end(verdict.get());
        } else if (query.isStatus()) {
            if (query.isNotUnderstood()) {
                statusSupport.recordNotSupported(socket.path(), System.nanoTime());
            } else {
                statusUnanswered = true;
            }
            connect(socket, HealthQuery.ping());
        } else {
            end(Verdict.failed(ended.silence()));
        }
    }

    /** What the reply so far says; empty if it is no answer. */
    private Optional<Verdict> verdict(HealthQuery query) {
        return distrust == null
                ? query.answer()
                        .flatMap(Verdict::reported)
                        .map(reported -> statusUnanswered ? reported.healthOnly() : reported)
                : Optional.of(Verdict.failed(String.valueOf(distrust.getMessage())));
    }

    // 3. End.

    private void onTimeout() {
        if (locator.isReading()) {
            end(
                    locator.giveUp()
                            ? Verdict.failed(silence + ": reading " + locator.file() + " hangs")
                            : new BridgeFault("no thread was free to read " + locator.file()));
        } else if (pending != null) {
            end(pending);
        } else {
            end(Optional.ofNullable(connection)
                    .flatMap(open -> verdict(open.query()))
                    .orElseGet(() -> Verdict.failed(silence)));
        }
    }

    private void end(ProbeResult result) {
        Consumer<ProbeResult> callback = done;
        if (callback == null) {
            return;
        }
        done = null;
        cancel(timeout);
        cancel(pause);
        locator.giveUp();
        if (connection != null) {
            connection.close();
        }
        callback.accept(result);
    }

    /** Runs a step of the probe under way; what it throws is the bridge's own fault and ends the probe. */
    private void guarded(Runnable step) {
        if (done == null) {
            return;
        }
        try {
            step.run();
        } catch (ChannelException e) {
            end(new BridgeFault(String.valueOf(e.getMessage())));
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("a probe ended with an error of the bridge", e);
            end(new BridgeFault(e.toString()));
        }
    }

    private static void cancel(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
