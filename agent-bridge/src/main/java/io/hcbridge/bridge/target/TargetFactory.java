/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.bridge.source.ResultSource;
import io.hcbridge.bridge.source.SourceFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates targets from their configurations. */
public final class TargetFactory {
    private static final Logger LOG = LoggerFactory.getLogger(TargetFactory.class);

    private final ProbeEnvironment probes;
    private final ReplyComposer replies;
    private final BridgeMetrics metrics;
    private final SourceFactory sources;

    public TargetFactory(ProbeEnvironment probes, ReplyComposer replies, BridgeMetrics metrics, SourceFactory sources) {
        this.sources = sources;
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
        config.probe().warnings().forEach(warning -> LOG.warn("target {}: {}", name, warning));
        // The probe first: if it cannot be opened, there are no meters that must be removed.
        Probe probe = config.probe().open(probes, name, config.timeout());
        TargetMeters meters = metrics.target(name);
        ResultSource source = sources.open(config, probe, replies.reportedState(name), meters);
        return new Target(config, source, replies, meters);
    }
}
