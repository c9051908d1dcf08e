/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.probe.PollGap;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.probe.push.PushConfig;
import io.hcbridge.ipc.internal.Durations;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.push.PushAck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The reports that a service pushes. Checks are answered from memory. A TTL without a report is a failed result, and so is each further TTL,
 * as far as {@code fall} counts them. There is no timer: silence is noticed when somebody asks.
 *
 * <p>Nothing is known until the first report, or until one TTL after the bridge can receive reports. A service that reported {@code stopped}
 * stays stopped, because it was closed on purpose. Belongs to one event loop, except for {@link #offer}, {@link #ack} and {@link #trusts}.
 */
public final class PushSource implements ResultSource {
    private static final long NO_USER = -1;

    private final ResultPipeline pipeline;
    private final PushConfig config;
    private final int fall;
    private final ReportWindow window;
    private final PollGap polls;
    private final TargetMeters meters;
    private final LongSupplier nanoTime;
    private final long ttlNanos;

    /** The newest report that the event loop has not seen. */
    private final AtomicReference<@Nullable Report> pending = new AtomicReference<>();

    private volatile int pollGapMillis;
    private volatile long trustedUid = NO_USER;

    private @Nullable Report last;
    /** Time of the last report, or of the creation. */
    private long lastNanos;
    /** Number of TTLs without a report that have been counted as results. */
    private long missed;

    /** @param from describes the process, for operators */
    private record Report(Verdict verdict, String from) {}

    /**
     * @param fall number of consecutive results that are not up after which the target is not up
     * @param polls time between two polls of the target
     */
    PushSource(
            ResultPipeline pipeline,
            PushConfig config,
            int fall,
            ReportWindow window,
            PollGap polls,
            TargetMeters meters,
            LongSupplier nanoTime) {
        this.pipeline = pipeline;
        this.config = config;
        this.fall = fall;
        this.window = window;
        this.polls = polls;
        this.meters = meters;
        this.nanoTime = nanoTime;
        this.ttlNanos = config.ttl().toNanos();
        this.lastNanos = nanoTime.getAsLong();
    }

    public PushConfig config() {
        return config;
    }

    /** Returns whether this user was found to be the one who may report. The lookup of a user may take long. Thread-safe. */
    public boolean trusts(long uid) {
        return uid == trustedUid;
    }

    /** Notes that this user may report. Thread-safe. */
    public void trust(long uid) {
        trustedUid = uid;
    }

    /**
     * Stores a report until {@link #apply}. Only the newest one is kept. Thread-safe.
     *
     * @param from describes the process, for operators
     * @return whether {@link #apply} must be called for it; otherwise a call for an earlier report has not happened yet
     */
    public boolean offer(Verdict verdict, String from) {
        return pending.getAndSet(new Report(verdict, from)) == null;
    }

    /** Returns the response to a report. Thread-safe. */
    public PushAck ack() {
        return new PushAck((int) config.ttl().toMillis(), pollGapMillis);
    }

    /** Passes the stored report on. */
    public void apply() {
        Report report = pending.getAndSet(null);
        if (report != null) {
            last = report;
            lastNanos = nanoTime.getAsLong();
            missed = 0;
            pollGapMillis = polls.millis().orElse(0);
            meters.reportReceived();
            pipeline.accept(report.verdict());
        }
    }

    @Override
    public void ask(Consumer<ProbeResult> callback) {
        callback.accept(last().orElse(Verdict.NOTHING_KNOWN));
    }

    @Override
    public Optional<Verdict> last() {
        long age = nanoTime.getAsLong() - lastNanos;
        if (last != null && (age <= ttlNanos || last.verdict().health() == Health.STOPPED)) {
            return pipeline.last();
        }
        OptionalLong length = window.lengthNanos();
        long silence = Math.min(age, length.orElse(0));
        if (silence <= ttlNanos) {
            return Optional.empty();
        }
        // The limit bounds the loop after a long silence that nobody has noticed.
        for (long counted = Math.min(silence / ttlNanos, fall); missed < counted; missed++) {
            pipeline.accept(Verdict.failed("no report for " + readable(config.ttl())));
        }
        return pipeline.last();
    }

    @Override
    public SourceExplanation explain() {
        last();
        String ttl =
                ", ttl " + readable(config.ttl()) + (window.lengthNanos().isEmpty() ? ", not the group's master" : "");
        Report report = last;
        if (report == null) {
            return pipeline.explain("push", "push, no report yet" + ttl, List.of());
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - lastNanos);
        return pipeline.explain(
                "push", "push, last report " + millis + " ms ago from " + report.from() + ttl, List.of());
    }

    @Override
    public void closeWhenIdle(Runnable closed) {
        closed.run();
    }

    /** Has nothing to release. */
    @Override
    public void close() {}

    private static String readable(Duration time) {
        return Durations.format(time).replaceAll("(?<=[0-9])(?=[a-z])", " ");
    }
}
