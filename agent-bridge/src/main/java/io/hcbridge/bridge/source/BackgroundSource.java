/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import io.hcbridge.bridge.config.ProbeSchedule.Background;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Prober;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.ipc.internal.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Probes on a clock of the bridge and answers checks from memory. A check waits for a probe only if there is no result yet, or if the last
 * one is stale. Then the machine or the bridge was paused, which says nothing about the service.
 *
 * <p>There is one timer, for the next probe. A probe never overlaps another one, and overdue probes are not made up for.
 */
final class BackgroundSource implements ResultSource {
    /** Maximum number of checks that wait for one probe. A probe may take longer than many checks. */
    static final int MAX_WAITING = 1000;
    /** The share of an interval by which a probe may be earlier or later, so that the probes of many targets stay spread. */
    static final double JITTER = 0.1;

    private final Prober prober;
    private final ResultPipeline pipeline;
    private final Background schedule;
    private final SourceFactory environment;
    private final Runnable onTimer = this::onTimer;
    private final Runnable startDue = this::startDue;

    private @Nullable Future<?> timer;
    /** Whether a probe is due and has not started yet. */
    private boolean isDue;

    private boolean isRunning;
    private boolean isClosed;
    private int waiting;
    private long startedNanos;
    private long dueNanos;

    BackgroundSource(Probe probe, ResultPipeline pipeline, Background schedule, SourceFactory environment) {
        this.prober = pipeline.prober(probe);
        this.pipeline = pipeline;
        this.schedule = schedule;
        this.environment = environment;
    }

    /** Sets the time of the first probe, at random within an interval. A check may have started a probe before. */
    @Override
    public void start() {
        if (timer == null && !isDue && !isRunning && !isClosed) {
            startedNanos = now();
            probeAfter(environment.random().getAsDouble() * schedule.interval().toNanos());
        }
    }

    @Override
    public void ask(Consumer<ProbeResult> callback) {
        Optional<Verdict> fresh = pipeline.last(schedule.maxStale().toNanos());
        if (fresh.isPresent()) {
            callback.accept(fresh.get());
        } else if (isClosed) {
            callback.accept(new BridgeFault("the bridge is stopping"));
        } else if (waiting >= MAX_WAITING) {
            callback.accept(new BridgeFault(MAX_WAITING + " checks wait for a probe"));
        } else {
            waiting++;
            probe(callback);
        }
    }

    /** A probe that is still running, possibly with a time limit beyond that of a check, says nothing about the service yet. */
    @Override
    public ProbeResult atDeadline(Verdict noAnswer) {
        return new BridgeFault("the probe in the background has no result yet");
    }

    @Override
    public Optional<Verdict> last() {
        return pipeline.last();
    }

    @Override
    public SourceExplanation explain() {
        String next = isRunning ? "a probe is running" : "next probe in " + format(Math.max(0, dueNanos - now()));
        String every = ", every " + Durations.format(schedule.interval()) + ", " + next;
        return pipeline.explain(prober.describeLast() + every, prober.lastSteps());
    }

    @Override
    public void closeWhenIdle(Runnable closed) {
        isClosed = true;
        cancelTimer();
        prober.closeWhenIdle(closed);
    }

    @Override
    public void close() {
        isClosed = true;
        cancelTimer();
        prober.close();
    }

    private void onTimer() {
        timer = null;
        isDue = true;
        environment.starts().add(startDue);
    }

    /** A check may have started the probe meanwhile. */
    private void startDue() {
        if (isDue) {
            probe(result -> {});
        }
    }

    /** Starts a probe or joins the running one. */
    private void probe(Consumer<ProbeResult> callback) {
        if (isRunning) {
            prober.ask(callback);
            return;
        }
        cancelTimer();
        isRunning = true;
        startedNanos = now();
        // The next probe is set before the callback runs, which may ask again or throw.
        prober.ask(result -> {
            ended();
            callback.accept(result);
        });
    }

    private void ended() {
        isRunning = false;
        waiting = 0;
        if (!isClosed) {
            Duration interval = pipeline.isPending() ? schedule.fastInterval() : schedule.interval();
            probeAfter(interval.toNanos()
                    * (1 - JITTER + 2 * JITTER * environment.random().getAsDouble()));
        }
    }

    /** Sets the timer for a time after the start of the last probe. A time in the past is at once, from the loop. */
    private void probeAfter(double nanos) {
        dueNanos = startedNanos + (long) nanos;
        long millis = TimeUnit.NANOSECONDS.toMillis(Math.max(0, dueNanos - now()));
        timer = environment.timers().schedule(millis, onTimer);
    }

    private void cancelTimer() {
        isDue = false;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private long now() {
        return environment.nanoTime().getAsLong();
    }

    private static String format(long nanos) {
        return Durations.format(Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(nanos)));
    }
}
