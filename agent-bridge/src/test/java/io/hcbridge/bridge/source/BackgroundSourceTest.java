/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.hcbridge.bridge.config.ProbeSchedule.Background;
import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.shape.StabilityRules;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests when a target is probed, and which result a check gets. Probes every second, with fall: 3. */
final class BackgroundSourceTest {
    private static final Duration TIMEOUT = Duration.ofMillis(800);
    private static final Verdict FAILED = Verdict.failed("gone");
    private static final BridgeFault FAULT = new BridgeFault("no descriptors");

    private final FakeTimers timers = new FakeTimers();
    private final ScriptedProbe probe = new ScriptedProbe();
    private final List<ProbeResult> results = new ArrayList<>();
    private final BridgeMetrics metrics = new BridgeMetrics(InstantSource.system(), System::nanoTime, "test");
    private double random = 0.5;
    private ResultSource source;

    @BeforeEach
    void open() {
        open(metrics.target("orders"));
    }

    private void open(TargetMeters meters) {
        Background schedule = new Background(Duration.ofSeconds(1), Duration.ofMillis(200), Duration.ofMillis(3800));
        TargetConfig config = new TargetConfig(
                "orders",
                List.of(),
                (environment, target, timeout) -> probe,
                TIMEOUT,
                OnFailed.FAIL,
                OptionalInt.empty(),
                schedule,
                new StabilityRules(1, 3, Optional.empty()),
                Optional.empty());
        source = new SourceFactory(timers, timers::nanos, () -> random)
                .open(config, probe, UnaryOperator.identity(), meters);
        source.start();
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void probesStartOncePerIntervalAndChecksAreAnsweredFromMemory() {
        probe.willEndWith(Verdict.UP);
        timers.advance(10_000);
        assertThat(probe.started()).isEqualTo(10);
        source.ask(results::add);
        source.ask(results::add);
        assertThat(results).containsExactly(Verdict.UP, Verdict.UP);
        assertThat(probe.started()).isEqualTo(10);
        assertThat(timers.pending()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 0.5, 0.999})
    void firstProbeIsSpreadOverTheIntervalAndLaterOnesByTenPercent(double number) {
        source.close();
        random = number;
        open();
        assertThat(timers.nextMillis()).isEqualTo((long) (1000 * number));
        probe.willEndWith(Verdict.UP);
        timers.advance((long) (1000 * number));
        assertThat(timers.nextMillis()).isBetween(899L, 1100L);
        assertThat(timers.nextMillis()).isBetween((long) (898 + 200 * number), (long) (901 + 200 * number));
    }

    @Test
    void firstCheckStartsTheFirstProbeAndWaitsForIt() {
        source.ask(results::add);
        source.ask(results::add);
        assertThat(results).isEmpty();
        assertThat(probe.started()).isEqualTo(1);
        probe.end(FAILED);
        assertThat(results).containsExactly(FAILED, FAILED);
        // The timer of the start is gone.
        assertThat(timers.pending()).isEqualTo(1);
    }

    @Test
    void startAfterAFirstCheckSetsNoSecondTimer() {
        probe.willEndWith(Verdict.UP);
        source.ask(results::add);
        source.start();
        assertThat(timers.pending()).isEqualTo(1);
    }

    @Test
    void slowProbeNeverOverlapsItselfAndTheNextOneFollowsAtOnceIfOverdue() {
        timers.advance(500);
        assertThat(probe.isRunning()).isTrue();
        timers.advance(3_000);
        assertThat(probe.started()).isEqualTo(1);
        probe.end(Verdict.UP);
        assertThat(timers.nextMillis()).isZero();
        timers.advance(0);
        assertThat(probe.started()).isEqualTo(2);
        timers.advance(300);
        probe.end(Verdict.UP);
        assertThat(timers.nextMillis()).isEqualTo(700);
    }

    @Test
    void pendingChangeIsProbedFastAndTheRowDecides() {
        probe.willEndWith(Verdict.UP);
        timers.advance(500);
        probe.willEndWith(FAILED);
        timers.advance(1_000);
        assertThat(source.last()).contains(Verdict.UP);
        assertThat(timers.nextMillis()).isEqualTo(200);
        timers.advance(200);
        assertThat(source.last()).contains(Verdict.UP);
        timers.advance(200);
        assertThat(source.last()).contains(FAILED);
        assertThat(timers.nextMillis()).isEqualTo(1_000);
    }

    @Test
    void faultOfTheBridgeNeitherCountsNorInterruptsARow() {
        probe.willEndWith(Verdict.UP);
        timers.advance(500);
        for (ProbeResult result : List.of(FAILED, FAULT, FAILED, FAULT)) {
            probe.willEndWith(result);
            timers.advance(timers.nextMillis());
            assertThat(source.last()).contains(Verdict.UP);
        }
        probe.willEndWith(FAILED);
        timers.advance(timers.nextMillis());
        assertThat(source.last()).contains(FAILED);
    }

    @Test
    void staleResultMakesACheckWaitForAProbe() {
        probe.willEndWith(Verdict.UP);
        timers.advance(500);
        timers.pause(3_800);
        source.ask(results::add);
        assertThat(results).containsExactly(Verdict.UP);
        probe.willEndWith(null);
        timers.pause(1);
        source.ask(results::add);
        assertThat(results).hasSize(1);
        assertThat(probe.isRunning()).isTrue();
        probe.end(FAILED);
        // One failure does not end fall: 3. The check gets the verdict that counts.
        assertThat(results).containsExactly(Verdict.UP, Verdict.UP);
        assertThat(timers.pending()).isEqualTo(1);
    }

    @Test
    void checkIsClosedWithoutAReplyIfTheBridgeCannotProbeAStaleTarget() {
        probe.willEndWith(Verdict.UP);
        timers.advance(500);
        probe.willEndWith(FAULT);
        timers.pause(4_000);
        source.ask(results::add);
        assertThat(results).containsExactly(FAULT);
    }

    @Test
    void onlyOneProbeFollowsAPause() {
        probe.willEndWith(Verdict.UP);
        timers.advance(500);
        timers.pause(10_000);
        timers.advance(0);
        assertThat(probe.started()).isEqualTo(2);
        assertThat(timers.nextMillis()).isEqualTo(1_000);
    }

    @Test
    void failureOfAProbeThatWasPausedIsRepeatedBeforeItCounts() {
        source.ask(results::add);
        timers.pause(10_000);
        probe.end(FAILED);
        assertThat(results).isEmpty();
        assertThat(probe.started()).isEqualTo(2);
        probe.end(Verdict.UP);
        assertThat(results).containsExactly(Verdict.UP);
    }

    @Test
    void secondLateFailureCounts() {
        source.ask(results::add);
        timers.pause(10_000);
        probe.end(FAILED);
        timers.pause(10_000);
        probe.end(FAILED);
        assertThat(results).containsExactly(FAILED);
    }

    @Test
    void lateAnswerAndPunctualFailureCountAtOnce() {
        source.ask(results::add);
        timers.pause(10_000);
        probe.end(Verdict.down("no"));
        assertThat(results).containsExactly(Verdict.down("no"));
        timers.advance(0);
        timers.pause(900);
        probe.end(FAILED);
        assertThat(probe.started()).isEqualTo(2);
    }

    @Test
    void checkThatWaitsAtItsDeadlineIsNoNewsAboutTheService() {
        source.ask(results::add);
        assertThat(source.atDeadline(FAILED)).isInstanceOf(BridgeFault.class);
    }

    @Test
    void numberOfWaitingChecksIsBounded() {
        for (int i = 0; i < BackgroundSource.MAX_WAITING; i++) {
            source.ask(results::add);
        }
        assertThat(results).isEmpty();
        source.ask(results::add);
        assertThat(results).containsExactly(new BridgeFault("1000 checks wait for a probe"));
        probe.end(Verdict.UP);
        assertThat(results).hasSize(BackgroundSource.MAX_WAITING + 1);
    }

    @Test
    void callbackThatThrowsDoesNotEndTheProbes() {
        source.ask(result -> {
            throw new IllegalStateException("intended");
        });
        probe.end(Verdict.UP);
        timers.advance(timers.nextMillis());
        assertThat(probe.started()).isEqualTo(2);
    }

    @Test
    void closeDuringAProbeEndsItsChecksAndAllTimers() {
        source.ask(results::add);
        source.close();
        assertThat(results).containsExactly(new BridgeFault("the bridge is stopping"));
        assertThat(timers.pending()).isZero();
        source.ask(results::add);
        assertThat(results).hasSize(2).allMatch(BridgeFault.class::isInstance);
        assertThat(probe.started()).isEqualTo(1);
    }

    @Test
    void closeBetweenProbesCancelsTheTimer() {
        probe.willEndWith(Verdict.UP);
        timers.advance(500);
        source.close();
        source.start();
        assertThat(timers.pending()).isZero();
    }

    @Test
    void targetNeedsLessThan4KiB() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        probe.willEndWith(Verdict.UP);
        TargetMeters meters = metrics.target("orders");
        open(meters);
        int targets = 1000;
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < targets; i++) {
            open(meters);
        }
        // Everything that was allocated is an upper bound of what is kept.
        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / targets)
                .isLessThan(4096);
    }

    @Test
    void explanationHasAllStagesWithTheirInputAndOutput() {
        assertThat(source.explain().stages()).isEmpty();
        probe.willEndWith(Verdict.UP);
        timers.advance(500);
        probe.willEndWith(FAILED);
        timers.advance(1_000);
        SourceExplanation explanation = source.explain();
        assertThat(explanation.probe()).isEqualTo("scripted, in 0 µs, every 1s, next probe in 200ms");
        assertThat(explanation.stages())
                .containsExactly(
                        new StageResult("probe", Optional.empty(), "failed fail #gone", "0 ms ago"),
                        new StageResult(
                                "stability",
                                Optional.of("failed fail #gone"),
                                "up",
                                "1 of fall: 3 results that are not up"),
                        new StageResult("report", Optional.of("up"), "up", ""));
        probe.willEndWith(null);
        timers.advance(200);
        assertThat(source.explain().probe()).endsWith("every 1s, a probe is running");
    }
}
