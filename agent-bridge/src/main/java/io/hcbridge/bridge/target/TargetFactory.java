/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import io.hcbridge.bridge.config.ProbeSchedule.Background;
import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.bridge.source.ResultSource;
import io.hcbridge.bridge.source.SourceFactory;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates targets from their configurations. */
public final class TargetFactory {
    private static final Logger LOG = LoggerFactory.getLogger(TargetFactory.class);

    private final ProbeEnvironment probes;
    private final SourceFactory sources;
    private final ReplyComposer replies;
    private final BridgeMetrics metrics;
    private final Duration assumedPollGap;

    /** @param assumedPollGap time between two polls of one address while it is not known, longer than 0 */
    public TargetFactory(
            ProbeEnvironment probes,
            SourceFactory sources,
            ReplyComposer replies,
            BridgeMetrics metrics,
            Duration assumedPollGap) {
        this.probes = probes;
        this.sources = sources;
        this.replies = replies;
        this.metrics = metrics;
        this.assumedPollGap = assumedPollGap;
    }

    /**
     * Creates a target that the event loop does not use yet. May block. A target that had the same name passes its meters on, because
     * counters must not decrease.
     */
    Target create(TargetConfig config) {
        String name = config.name();
        config.probe().warnings().forEach(warning -> LOG.warn("target {}: {}", name, warning));
        Optional<PollGaps> pollGaps = config.schedule() instanceof Background
                ? Optional.of(new PollGaps(assumedPollGap, sources.nanoTime()))
                : Optional.empty();
        ProbeEnvironment environment = pollGaps.map(probes::withPollGap).orElse(probes);
        // The probe first: if it cannot be opened, there are no meters that must be removed.
        Probe probe = config.probe().open(environment, name, config.timeout());
        TargetMeters meters = metrics.target(name);
        ResultSource source = sources.open(config, probe, replies.reportedState(name), meters);
        return new Target(config, source, replies, meters, pollGaps);
    }
}
