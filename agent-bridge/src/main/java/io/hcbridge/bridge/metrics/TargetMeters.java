/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import io.hcbridge.protocol.agent.Health;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The meters of one target. Written by the event loop, read by any thread. */
public final class TargetMeters {
    /** The verdicts that a target can have; each is a value of the label {@code verdict}. */
    static final List<Health> VERDICTS = List.of(Health.UP, Health.DOWN, Health.FAILED, Health.STOPPED);

    private static final Duration[] PROBE_BUCKETS =
            List.of(1L, 2L, 5L, 10L, 20L, 50L, 100L, 200L, 500L, 1000L, 5000L).stream()
                    .map(tenths -> Duration.ofNanos(tenths * 100_000))
                    .toArray(Duration[]::new);

    private final String target;
    private final Clock clock;
    private final Timer probes;
    private final Map<Health, LongAdder> replies = new EnumMap<>(Health.class);

    private volatile @Nullable Health verdict;
    private volatile long changedMillis;
    private volatile long askedMillis;

    TargetMeters(MeterRegistry registry, String target, Clock clock) {
        this.target = target;
        this.clock = clock;
        this.askedMillis = clock.millis();
        VERDICTS.forEach(health -> replies.put(health, new LongAdder()));
        probes = Timer.builder("hcbridge.probe.duration")
                .description("Time of one probe of the service")
                .tag("target", target)
                .serviceLevelObjectives(PROBE_BUCKETS)
                .register(registry);
    }

    /** Shows what was counted from the start on. */
    void bindTo(MeterRegistry registry) {
        replies.forEach((health, count) -> {
            FunctionCounter.builder("hcbridge.replies", count, LongAdder::doubleValue)
                    .description("Replies to agent checks, by the verdict they carried")
                    .tags("target", target, "verdict", label(health))
                    .register(registry);
            Gauge.builder("hcbridge.target.verdict", () -> verdict == health ? 1 : 0)
                    .description("1 for the verdict that the target has now, 0 for the others")
                    .tags("target", target, "verdict", label(health))
                    .register(registry);
        });
        TimeGauge.builder("hcbridge.target.last.change.timestamp", () -> changedMillis, TimeUnit.MILLISECONDS)
                .description("When the target's verdict last changed, since 1970; 0 before the first verdict")
                .tag("target", target)
                .register(registry);
        TimeGauge.builder("hcbridge.target.unasked", () -> clock.millis() - askedMillis, TimeUnit.MILLISECONDS)
                .description("Time since the target was last asked about, or since start if it never was")
                .tag("target", target)
                .register(registry);
    }

    /** The target was asked about. */
    public void asked() {
        askedMillis = clock.millis();
    }

    /** A check was answered with this verdict. */
    public void replied(Health health) {
        LongAdder count = replies.get(health);
        if (count != null) {
            count.increment();
        }
    }

    /** A probe ended. */
    public void probed(long nanos) {
        probes.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** The verdict is another one than before. */
    public void changed(Health health) {
        verdict = health;
        changedMillis = clock.millis();
    }

    /** How a verdict is written in labels and logs. */
    public static String label(Health health) {
        return health.name().toLowerCase(Locale.ROOT);
    }
}
