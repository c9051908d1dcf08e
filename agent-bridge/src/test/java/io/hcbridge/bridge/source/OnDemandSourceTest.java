/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.shape.StabilityRules;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests for how long checks share a result. */
final class OnDemandSourceTest {
    private static final Verdict LATE = Verdict.failed("no answer within 450ms");
    private static final Verdict LATE_IN_DRAIN =
            new Verdict(Health.FAILED, Optional.of(Admin.DRAIN), Capacity.NONE, LATE.reason(), false);

    private final FakeTimers timers = new FakeTimers();
    private final ScriptedProbe probe = new ScriptedProbe();
    private final List<ProbeResult> results = new ArrayList<>();
    private final BridgeMetrics metrics = new BridgeMetrics(InstantSource.system(), System::nanoTime, "test");

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void eachCheckProbesWithoutACacheTime() {
        ResultSource source = source(Duration.ZERO);
        probe.willEndWith(Verdict.UP);
        source.ask(results::add);
        source.ask(results::add);
        assertThat(probe.started()).isEqualTo(2);
        assertThat(results).containsExactly(Verdict.UP, Verdict.UP);
    }

    @Test
    void checksShareAResultForTheCacheTime() {
        ResultSource source = source(Duration.ofMillis(200));
        probe.willEndWith(Verdict.UP);
        source.ask(results::add);
        probe.willEndWith(Verdict.down("no"));
        timers.pause(200);
        source.ask(results::add);
        assertThat(probe.started()).isEqualTo(1);
        timers.pause(1);
        source.ask(results::add);
        assertThat(results).containsExactly(Verdict.UP, Verdict.UP, Verdict.down("no"));
        assertThat(source.last()).contains(Verdict.down("no"));
    }

    @Test
    void faultOfTheBridgeIsNotShared() {
        ResultSource source = source(Duration.ofMillis(200));
        probe.willEndWith(new BridgeFault("no memory"));
        source.ask(results::add);
        source.ask(results::add);
        assertThat(probe.started()).isEqualTo(2);
        assertThat(source.last()).isEmpty();
    }

    @Test
    void checkThatWaitsUntilItsDeadlineKeepsWhatTheServiceLastReported() {
        ResultPipeline pipeline = pipeline(verdict -> verdict.equals(LATE) ? LATE_IN_DRAIN : verdict);
        ResultSource source = new OnDemandSource(probe, pipeline, Duration.ofMillis(200));
        probe.willEndWith(Verdict.UP);
        source.ask(results::add);
        assertThat(source.atDeadline(LATE)).isEqualTo(LATE_IN_DRAIN);
        source.ask(results::add);
        assertThat(results).as("a late check is no result").containsExactly(Verdict.UP, Verdict.UP);
    }

    private ResultPipeline pipeline(UnaryOperator<Verdict> report) {
        return new ResultPipeline("orders", StabilityRules.NONE, report, metrics.target("orders"), timers::nanos);
    }

    private ResultSource source(Duration cacheFor) {
        ResultPipeline pipeline = pipeline(UnaryOperator.identity());
        return new OnDemandSource(probe, pipeline, cacheFor);
    }
}
