/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.bridge.metrics.MeterValues;
import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.override.Clocks;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.override.StateStore;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.probe.health.HealthProbeConfig;
import io.hcbridge.bridge.shape.StabilityRules;
import io.hcbridge.bridge.source.OnDemandSource;
import io.hcbridge.bridge.source.ResultPipeline;
import io.hcbridge.bridge.target.Target;
import io.hcbridge.bridge.target.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The target {@code web} with real metrics and overrides but a simulated service. Tests set the results of its probes. */
final class TestTarget implements Probe {
    static final String NAME = "web";

    final BridgeMetrics metrics = new BridgeMetrics(InstantSource.system(), System::nanoTime, "test");
    final ReplyComposer replies;
    final Targets targets;

    private @Nullable ProbeResult result = Verdict.UP;
    private @Nullable Consumer<ProbeResult> pending;

    TestTarget() throws IOException {
        replies = ReplyComposer.load(StateStore.inMemory(), Clocks.SYSTEM, Duration.ofSeconds(30), Set.of(NAME));
        TargetMeters meters = metrics.target(NAME);
        Target target = new Target(
                new TargetConfig(
                        NAME,
                        new HealthProbeConfig(Path.of("/none"), Path.of("/none"), Optional.empty()),
                        Duration.ofMillis(100),
                        OnFailed.FAIL,
                        OptionalInt.empty()),
                new OnDemandSource(
                        this,
                        new ResultPipeline(
                                NAME, StabilityRules.NONE, replies.reportedState(NAME), meters, System::nanoTime),
                        Duration.ZERO),
                replies,
                meters);
        targets = new Targets(Map.of(NAME, target), "");
        metrics.publish();
    }

    /** Makes further probes wait for {@link #answer}. */
    void hang() {
        result = null;
    }

    /** Makes further probes end at once with this result. */
    void willAnswer(ProbeResult next) {
        result = next;
    }

    /** Ends the running probe. Must be called on the thread of the target. */
    void answer(ProbeResult now) {
        Consumer<ProbeResult> done = pending;
        pending = null;
        if (done == null) {
            throw new AssertionError("no probe is under way");
        }
        done.accept(now);
    }

    boolean isProbed() {
        return pending != null;
    }

    double rejected(Rejection reason) {
        return MeterValues.of(
                metrics,
                "hcbridge_rejected_requests_total{reason=\"" + reason.name().toLowerCase(Locale.ROOT) + "\"}");
    }

    double replied(String verdict) {
        return MeterValues.of(metrics, "hcbridge_replies_total{target=\"web\",verdict=\"" + verdict + "\"}");
    }

    @Override
    public void start(Consumer<ProbeResult> done) {
        if (result == null) {
            pending = done;
        } else {
            done.accept(result);
        }
    }

    @Override
    public String describeLast() {
        return "";
    }
}
