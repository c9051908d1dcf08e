/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import io.hcbridge.bridge.config.ProbeSchedule.Background;
import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.bridge.probe.push.PushConfig;
import io.hcbridge.bridge.shape.StabilityRules;
import io.hcbridge.bridge.source.ResultPipeline;
import io.hcbridge.bridge.source.ResultSource;
import io.hcbridge.bridge.source.SourceFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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
    private final Duration replyDeadline;

    /**
     * @param assumedPollGap time between two polls of one address while it is not known, longer than 0
     * @param replyDeadline time for one check
     */
    public TargetFactory(
            ProbeEnvironment probes,
            SourceFactory sources,
            ReplyComposer replies,
            BridgeMetrics metrics,
            Duration assumedPollGap,
            Duration replyDeadline) {
        this.probes = probes;
        this.sources = sources;
        this.replies = replies;
        this.metrics = metrics;
        this.assumedPollGap = assumedPollGap;
        this.replyDeadline = replyDeadline;
    }

    /**
     * Creates a target that the event loop does not use yet. May block. A target that had the same name passes its meters on, because
     * counters must not decrease.
     */
    Target create(TargetConfig config) {
        String name = config.name();
        config.probe().warnings().forEach(warning -> LOG.warn("target {}: {}", name, warning));
        if (config.probe() instanceof PushConfig push) {
            return createPushed(config, push);
        }
        Optional<PollGaps> pollGaps =
                config.schedule() instanceof Background ? Optional.of(pollGaps()) : Optional.empty();
        ProbeEnvironment environment = pollGaps.map(probes::withPollGap).orElse(probes);
        // The probe first: if it cannot be opened, there are no meters that must be removed.
        Probe probe = config.probe().open(environment, name, config.timeout());
        TargetMeters meters = metrics.target(name);
        meters.expectReports(false);
        ResultSource source = sources.open(config, probe, replies.reportedState(name), meters);
        return new Target(
                config,
                source,
                replies,
                meters,
                pollGaps.map(PollRecorder.class::cast).orElse(PollRecorder.NONE));
    }

    private Target createPushed(TargetConfig config, PushConfig push) {
        String name = config.name();
        PollGaps polls = pollGaps();
        TargetMeters meters = metrics.target(name);
        meters.expectReports(true);
        ResultSource source = sources.openPushed(config, push, replies.reportedState(name), meters, polls);
        return new Target(config, source, replies, meters, polls);
    }

    private PollGaps pollGaps() {
        return new PollGaps(assumedPollGap, sources.nanoTime());
    }

    /**
     * Creates a group that the event loop does not use yet. Its members have the reports of their services. The group has none of its own.
     */
    Target createGroup(TargetConfig config, GroupSources groups) {
        TargetMeters meters = metrics.target(config.name());
        meters.expectReports(false);
        ResultPipeline pipeline = new ResultPipeline(
                config.name(), StabilityRules.NONE, UnaryOperator.identity(), meters, sources.nanoTime());
        return new Target(config, groups.open(config.name(), pipeline), replies, meters, groups.polls(config.name()));
    }

    /**
     * Prepares the sources of all groups.
     *
     * @param members all targets that are no groups, by name
     * @param current returns the target that has a name when a check runs
     */
    GroupSources groups(
            Collection<TargetConfig> configs, Map<String, Target> members, Function<String, Optional<Target>> current) {
        return new GroupSources(configs, members, current, sources.nanoTime(), replyDeadline);
    }
}
