/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import io.hcbridge.bridge.config.ProbeSchedule.Background;
import io.hcbridge.bridge.config.ProbeSchedule.OnDemand;
import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.Verdict;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * Creates the sources of targets.
 *
 * @param nanoTime a monotonic clock in nanoseconds
 * @param random random numbers from 0, inclusive, to 1, exclusive
 */
public record SourceFactory(Timers timers, LongSupplier nanoTime, DoubleSupplier random) {
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
}
