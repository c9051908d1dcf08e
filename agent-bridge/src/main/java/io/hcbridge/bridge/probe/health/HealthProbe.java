/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.probe.BlockingCalls;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.LocalPeer;
import io.hcbridge.bridge.probe.PollGap;
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
 * Queries the health socket that a service's {@code .hc-socket} names. Locates the socket and sends the queries that {@link StatusSupport}
 * chooses. If the failure can be caused by a service that is just starting, the probe locates the socket once more.
 *
 * <pre>
 * start -> locate -> connect -> exchange -> end
 * ^          | backlog full, or retry for a starting service
 * +-- pause -+
 * </pre>
 *
 * <p>Runs one probe at a time. Belongs to one event loop.
 */
final class HealthProbe implements Probe, BlockingCalls.Callback<ServiceSocket> {
    private static final Logger LOG = LoggerFactory.getLogger(HealthProbe.class);

    private final EventLoop loop;
    private final LocalSockets sockets;
    private final SocketLocator locator;
    private final PollGap pollGap;
    private final long timeoutMillis;
    private final String silence;
    private final StatusSupport statusSupport = new StatusSupport();

    // Kept from one probe to the next.
    private @Nullable ServiceSocket socket;
    private @Nullable LocalPeer peer;
    /** Description of the last exchange of the last probe; empty if there was none. */
    private String lastExchange = "";

    // State of the running probe; done is null between probes. What is kept between probes in addition costs memory of
    // the old generation for each target and second.
    private @Nullable Consumer<ProbeResult> done;

    private @Nullable HealthConnection connection;
    private @Nullable ScheduledFuture<?> timeout;
    private @Nullable ScheduledFuture<?> pause;
    private @Nullable Backoff backoff;
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
        this.pollGap = environment.pollGap();
        this.timeoutMillis = timeout.toMillis();
        this.silence = "no answer within " + Durations.format(timeout);
    }

    @Override
    public void start(Consumer<ProbeResult> callback) {
        done = callback;
        backoff = null;
        lookedAgain = false;
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
        return locator.file() + ", " + where + (lastExchange.isEmpty() ? "" : ", " + lastExchange);
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
            connect(found, statusSupport.first(found.path(), pollGap.millis(), System.nanoTime()));
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

    /** @param verdict result of the probe if it times out during the pause */
    private void locateAfter(long millis, Verdict verdict) {
        pending = verdict;
        pause = LoopTasks.schedule(loop, millis, () -> guarded(this::locate));
    }

    // 2. Query.

    private void connect(ServiceSocket found, HealthQuery query) {
        HealthConnection opened = new HealthConnection(query, () -> guarded(this::onExchangeEnd));
        connection = opened;
        try {
            LocalPeer listener = opened.open(sockets, found);
            if (listener == null) {
                backoff = backoff == null ? new Backoff() : backoff;
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
     * Checks whether the server process is trusted. A process that was checked before is not checked again. An untrusted server is queried
     * too, because a Go server exits when a client disconnects without a request; its reply is ignored.
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
            return;
        }
        Optional<HealthQuery> next = statusSupport.next(socket.path(), query, System.nanoTime());
        if (next.isPresent()) {
            statusUnanswered = !query.isNotUnderstood();
            connect(socket, next.get());
        } else {
            end(Verdict.failed(ended.silence()));
        }
    }

    /** Returns the verdict of the reply so far; empty if there is no valid reply. */
    private Optional<Verdict> verdict(HealthQuery query) {
        return distrust == null
                ? query.answer()
                        .flatMap(Verdict::reported)
                        .map(reported -> statusUnanswered && !query.isStatus() ? reported.healthOnly() : reported)
                : Optional.of(Verdict.failed(String.valueOf(distrust.getMessage())));
    }

    // 3. End.

    private void onTimeout() {
        if (locator.isReading()) {
            end(
                    locator.giveUp()
                            ? Verdict.failed(silence + ": reading " + locator.file() + " hangs")
                            : new BridgeFault("no free thread to read " + locator.file()));
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
        timeout = null;
        pause = null;
        locator.giveUp();
        endConnection();
        callback.accept(result);
    }

    private void endConnection() {
        HealthConnection ended = connection;
        connection = null;
        String exchange = "";
        if (ended != null) {
            ended.close();
            exchange = ended.query().describe();
        }
        if (!exchange.equals(lastExchange)) {
            lastExchange = exchange;
        }
    }

    /** Runs a step of the running probe. An exception is a fault of the bridge and ends the probe. */
    private void guarded(Runnable step) {
        if (done == null) {
            return;
        }
        try {
            step.run();
        } catch (ChannelException e) {
            end(new BridgeFault(String.valueOf(e.getMessage())));
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("probe: ended by an error of the bridge", e);
            end(new BridgeFault(e.toString()));
        }
    }

    private static void cancel(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
