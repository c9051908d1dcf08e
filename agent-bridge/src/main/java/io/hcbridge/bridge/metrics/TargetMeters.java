/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Health;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The meters of one target. Written by the event loop, read by any thread. */
public final class TargetMeters {
    /** The values of the labels {@code verdict} and {@code result}. */
    private static final List<Health> VERDICTS = List.of(Health.UP, Health.DOWN, Health.FAILED, Health.STOPPED);
    /** The verdict of a reply without a health word. */
    static final String NO_VERDICT = "none";

    /** Bucket limits from 0.1 ms, a fast service, to one hour, the longest reply deadline. */
    static final Duration[] PROBE_BUCKETS = List.of(
                    1,
                    2,
                    5,
                    10,
                    20,
                    50,
                    100,
                    200,
                    500,
                    1000,
                    2000,
                    5000,
                    10_000,
                    20_000,
                    50_000,
                    100_000,
                    600_000,
                    36_000_000)
            .stream()
            .map(tenths -> Duration.ofNanos(tenths * 100_000L))
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final List<Meter> bound = new ArrayList<>();
    private final String target;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Timer probes;
    private final Map<Health, LongAdder> replies = new EnumMap<>(Health.class);
    private final LongAdder repliesWithoutVerdict = new LongAdder();

    private volatile @Nullable Health lastVerdict;
    private volatile @Nullable Health probeResult;
    private volatile long changedMillis;
    private volatile long lastCheckNanos;

    /** Null while no service pushes reports for the target. */
    private volatile @Nullable ReportMeters reports;

    // Guarded by this.
    private boolean isBound;

    /** @param hasOwnHistogram whether the durations of this target's probes are separate from those of others */
    TargetMeters(
            MeterRegistry registry,
            String target,
            InstantSource clock,
            LongSupplier nanoTime,
            boolean hasOwnHistogram) {
        this.registry = registry;
        this.target = target;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.lastCheckNanos = nanoTime.getAsLong();
        VERDICTS.forEach(health -> replies.put(health, new LongAdder()));
        probes = Timer.builder("hcbridge.probe.duration")
                .description("Duration of one probe of the service")
                .tags(hasOwnHistogram ? Tags.of("target", target) : Tags.empty())
                .serviceLevelObjectives(PROBE_BUCKETS)
                .register(registry);
        if (hasOwnHistogram) {
            bound.add(probes);
        }
    }

    /** Removes all meters from the registry. Their values may still change. */
    void unbind() {
        bound.forEach(registry::remove);
        expectReports(false);
    }

    /**
     * Adds or removes the meters of pushed reports.
     *
     * @param expected whether the target of this name is one whose service pushes reports
     */
    public synchronized void expectReports(boolean expected) {
        ReportMeters present = reports;
        if (expected && present == null) {
            ReportMeters added = new ReportMeters(registry, target, nanoTime);
            reports = added;
            if (isBound) {
                added.bind();
            }
        } else if (!expected && present != null) {
            reports = null;
            present.unbind();
        }
    }

    /** Records a report that the service has pushed. */
    public void reportReceived() {
        ReportMeters current = reports;
        if (current != null) {
            current.received();
        }
    }

    /** Registers all meters except the histogram, which is registered from the start. */
    synchronized void bind() {
        isBound = true;
        if (reports != null) {
            reports.bind();
        }
        replies.forEach((health, count) -> {
            bindReplies(label(health), count);
            bound.add(Gauge.builder("hcbridge.target.verdict", () -> lastVerdict == health ? 1 : 0)
                    .description("1 for the verdict of the last reply to HAProxy, 0 for the others")
                    .tags("target", target, "verdict", label(health))
                    .register(registry));
            bound.add(Gauge.builder("hcbridge.target.probe.result", () -> probeResult == health ? 1 : 0)
                    .description("1 for the result of the last probe, 0 for the others")
                    .tags("target", target, "result", label(health))
                    .register(registry));
        });
        bindReplies(NO_VERDICT, repliesWithoutVerdict);
        bound.add(TimeGauge.builder("hcbridge.target.last.change.timestamp", () -> changedMillis, TimeUnit.MILLISECONDS)
                .description(
                        "Time of the last change of the verdict in replies, in seconds since 1970; 0 before the first reply")
                .tag("target", target)
                .register(registry));
        bound.add(TimeGauge.builder(
                        "hcbridge.target.unasked", () -> nanoTime.getAsLong() - lastCheckNanos, TimeUnit.NANOSECONDS)
                .description("Time since the last agent check of the target, or since it was added if there was none")
                .tag("target", target)
                .register(registry));
    }

    private void bindReplies(String verdict, LongAdder count) {
        bound.add(FunctionCounter.builder("hcbridge.replies", count, LongAdder::doubleValue)
                .description("Replies to agent checks, by the health word that was sent")
                .tags("target", target, "verdict", verdict)
                .register(registry));
    }

    /** Records that an agent check of the target has arrived. */
    public void checkReceived() {
        lastCheckNanos = nanoTime.getAsLong();
    }

    /** Records a reply to HAProxy, overrides included. Called once for each reply, after it was written successfully. */
    public void replySent(AgentReply reply) {
        if (reply.health().isEmpty()) {
            repliesWithoutVerdict.increment();
            return;
        }
        Health sent = verdictOf(reply.health().get());
        LongAdder count = replies.get(sent);
        if (count != null) {
            count.increment();
        }
        if (lastVerdict != sent) {
            changedMillis = clock.millis();
            lastVerdict = sent;
        }
    }

    /** Records the duration of one probe, in nanoseconds. */
    public void probed(long nanos) {
        probes.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Records the result of a probe. */
    public void probeResult(Health health) {
        probeResult = verdictOf(health);
    }

    /** Returns the name of a verdict in labels and logs: {@code up}, {@code down}, {@code failed} or {@code stopped}. */
    public static String label(Health health) {
        return verdictOf(health).name().toLowerCase(Locale.ROOT);
    }

    /** Returns the verdict of a health word. A bare {@code failed} is another form of the verdict {@code failed}. */
    private static Health verdictOf(Health health) {
        return health == Health.REPORT_ONLY ? Health.FAILED : health;
    }
}
