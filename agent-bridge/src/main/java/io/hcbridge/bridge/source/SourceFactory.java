/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import io.hcbridge.bridge.config.ProbeSchedule.Background;
import io.hcbridge.bridge.config.ProbeSchedule.OnDemand;
import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.probe.PollGap;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.probe.push.PushConfig;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * Creates the sources of targets.
 *
 * @param nanoTime a monotonic clock in nanoseconds
 * @param random random numbers from 0, inclusive, to 1, exclusive
 * @param starts starts the probes that are due, of all sources
 * @param reports when services could push reports
 */
public record SourceFactory(
        Timers timers, LongSupplier nanoTime, DoubleSupplier random, ProbeStarts starts, ReportWindow reports) {
    /** Creates sources without a group to which services push reports, unless one opens {@link #reports}. */
    public SourceFactory(Timers timers, LongSupplier nanoTime, DoubleSupplier random) {
        this(timers, nanoTime, random, new ProbeStarts(timers), new ReportWindow(nanoTime));
    }

    /** Creates sources whose timers run on an event loop. */
    public static SourceFactory onLoop(EventLoop loop) {
        return new SourceFactory(
                (millis, task) -> LoopTasks.schedule(loop, millis, task),
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * Creates the source that the schedule of the target asks for.
     *
     * @param report adds the last report of the service
     */
    public ResultSource open(TargetConfig target, Probe probe, UnaryOperator<Verdict> report, TargetMeters meters) {
        ResultPipeline pipeline = new ResultPipeline(target.name(), target.stability(), report, meters, nanoTime);
        if (target.schedule() instanceof Background schedule) {
            Probe guarded = new PauseGuard(probe, target.timeout(), nanoTime);
            return new BackgroundSource(guarded, pipeline, schedule, this);
        }
        return new OnDemandSource(
                probe, pipeline, target.schedule() instanceof OnDemand schedule ? schedule.cacheFor() : Duration.ZERO);
    }

    /**
     * Creates the source of a target whose service pushes reports.
     *
     * @param report adds the last report of the service
     * @param polls time between two polls of the target
     */
    public ResultSource openPushed(
            TargetConfig target, PushConfig push, UnaryOperator<Verdict> report, TargetMeters meters, PollGap polls) {
        ResultPipeline pipeline = new ResultPipeline(target.name(), target.stability(), report, meters, nanoTime);
        return new PushSource(pipeline, push, target.stability().fall(), reports, polls, meters, nanoTime);
    }
}
