/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.bridge.probe.Prober;

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
        // The probe first: if it cannot be opened, there are no meters that must be removed.
        Probe probe = config.probe().open(probes, name, config.timeout());
        TargetMeters meters = metrics.target(name);
        Prober prober = new Prober(name, probe, replies.reportedState(name), meters, System::nanoTime);
        return new Target(config, prober, replies, meters);
    }
}
