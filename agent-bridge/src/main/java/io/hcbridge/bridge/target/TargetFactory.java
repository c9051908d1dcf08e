/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.bridge.source.OnDemandSource;
import io.hcbridge.bridge.source.ResultPipeline;
import java.time.Duration;

/** Creates targets from their configurations. */
public final class TargetFactory {
    private final ProbeEnvironment probes;
    private final ReplyComposer replies;
    private final BridgeMetrics metrics;

    public TargetFactory(ProbeEnvironment probes, ReplyComposer replies, BridgeMetrics metrics) {
        this.probes = probes;
        this.replies = replies;
        this.metrics = metrics;
    }

    /**
     * Creates a target that the event loop does not use yet. May block. A target that had the same name passes its meters on, because
     * counters must not decrease.
     */
    Target create(TargetConfig config) {
        String name = config.name();
        TargetMeters meters = metrics.target(name);
        Probe probe = config.probe().open(probes, name, config.timeout());
        ResultPipeline pipeline = new ResultPipeline(name, replies.reportedState(name), meters, System::nanoTime);
        return new Target(config, new OnDemandSource(probe, pipeline, Duration.ZERO), replies, meters);
    }
}
