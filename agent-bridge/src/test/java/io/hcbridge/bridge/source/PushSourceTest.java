/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.config.ProbeSchedule.Reported;
import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.MeterValues;
import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.probe.push.PushConfig;
import io.hcbridge.bridge.shape.StabilityRules;
import io.hcbridge.protocol.agent.AgentReply;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests what a check gets between, before and after reports. The TTL is 5 s. */
final class PushSourceTest {
    private static final Duration TTL = Duration.ofSeconds(5);
    private static final Verdict SILENT = Verdict.failed("no report for 5 s");
    private static final int MAX_STEP = 300;

    private final BridgeMetrics metrics = new BridgeMetrics(InstantSource.system(), this::nanos, "test");
    private final FakeTimers timers = new FakeTimers();
    private long nanos = 1_000;
    private int pollGap;
    private ReportWindow window;
    private PushSource source;

    @BeforeEach
    void open() {
        open(1, 1);
    }

    private void open(int rise, int fall) {
        window = new ReportWindow(this::nanos);
        PushConfig push = new PushConfig(TTL, "orders");
        TargetConfig config = new TargetConfig(
                "orders",
                List.of(),
                push,
                Duration.ofMillis(800),
                OnFailed.FAIL,
                OptionalInt.empty(),
                new Reported(),
                new StabilityRules(rise, fall, Optional.empty()),
                Optional.empty());
        TargetMeters meters = metrics.target("orders");
        meters.expectReports(true);
        source = (PushSource) new SourceFactory(timers, this::nanos, () -> 0.5, new ProbeStarts(timers), window)
                .openPushed(config, push, UnaryOperator.identity(), meters, () -> OptionalInt.of(pollGap));
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    private long nanos() {
        return nanos;
    }

    /** Passes time with the regular looks of the bridge. */
    private void pass(long millis) {
        for (long left = millis; left > 0; left -= ReportWindow.LOOK_MILLIS) {
            nanos += TimeUnit.MILLISECONDS.toNanos(Math.min(left, ReportWindow.LOOK_MILLIS));
            window.look();
        }
    }

    private void report(String line) throws Exception {
        source.offer(Verdict.reported(AgentReply.parse(line)).orElseThrow(), "user orders");
        source.apply();
    }

    private ProbeResult ask() {
        List<ProbeResult> results = new ArrayList<>();
        source.ask(results::add);
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    private String line() {
        return ((Verdict) ask()).line();
    }

    @Test
    void checksAreAnsweredWithTheLastReportUntilTheTtlHasPassed() throws Exception {
        window.open();
        report("drain up 50% #deploy");
        assertThat(line()).isEqualTo("drain up 50% #deploy");
        pass(5000);
        assertThat(line()).isEqualTo("drain up 50% #deploy");
        pass(1);
        assertThat(ask()).isEqualTo(SILENT);
        report("up");
        assertThat(ask()).isEqualTo(Verdict.UP);
    }

    @Test
    void nothingIsKnownUntilOneTtlAfterTheBridgeCanReceiveReports() {
        pass(60_000);
        assertThat(ask()).isEqualTo(Verdict.NOTHING_KNOWN);
        window.open();
        pass(5000);
        assertThat(ask()).isEqualTo(Verdict.NOTHING_KNOWN);
        assertThat(source.last()).isEmpty();
        pass(1);
        assertThat(ask()).isEqualTo(SILENT);
    }

    @Test
    void aTargetThatAReloadAddsHasOneTtl() {
        window.open();
        pass(60_000);
        PushSource earlier = source;
        ReportWindow same = window;
        open();
        assertThat(earlier).isNotSameAs(source);
        window = same;
        source = reopened(same);
        assertThat(ask()).isEqualTo(Verdict.NOTHING_KNOWN);
        pass(5001);
        assertThat(ask()).isEqualTo(SILENT);
    }

    private PushSource reopened(ReportWindow present) {
        ResultPipeline pipeline = new ResultPipeline(
                "orders", StabilityRules.NONE, UnaryOperator.identity(), metrics.target("orders"), this::nanos);
        return new PushSource(
                pipeline,
                new PushConfig(TTL, "orders"),
                1,
                present,
                () -> OptionalInt.of(pollGap),
                metrics.target("orders"),
                this::nanos);
    }

    @Test
    void silenceMeansNothingWhileAnotherProcessIsTheMaster() throws Exception {
        window.open();
        report("up");
        pass(1000);
        window.close();
        assertThat(ask()).isEqualTo(Verdict.UP);
        pass(60_000);
        assertThat(ask()).isEqualTo(Verdict.NOTHING_KNOWN);
        window.open();
        assertThat(ask()).isEqualTo(Verdict.NOTHING_KNOWN);
        pass(5001);
        assertThat(ask()).isEqualTo(SILENT);
    }

    @Test
    void aPauseOfTheBridgeIsNoSilenceOfTheService() throws Exception {
        window.open();
        report("up");
        nanos += TimeUnit.SECONDS.toNanos(60);
        assertThat(ask()).isEqualTo(Verdict.NOTHING_KNOWN);
        pass(5001);
        assertThat(ask()).isEqualTo(SILENT);
    }

    @Test
    void aServiceThatWasClosedOnPurposeStaysStopped() throws Exception {
        window.open();
        report("stopped #closed");
        pass(600_000);
        assertThat(line()).isEqualTo("stopped #closed");
        assertThat(source.last()).isPresent();
    }

    @Test
    void eachTtlWithoutAReportCountsForFallAndEachReportForRise() throws Exception {
        open(2, 3);
        window.open();
        report("up");
        pass(10_001);
        assertThat(ask()).isEqualTo(Verdict.UP);
        pass(5000);
        assertThat(ask()).isEqualTo(SILENT);
        report("up");
        assertThat(ask()).isEqualTo(SILENT);
        report("up");
        assertThat(ask()).isEqualTo(Verdict.UP);
    }

    @Test
    void onlyTheNewestOfSeveralReportsIsAppliedAndQueuedOnce() throws Exception {
        assertThat(source.offer(Verdict.down("a"), "x")).isTrue();
        assertThat(source.offer(Verdict.down("b"), "x")).isFalse();
        assertThat(ask()).isEqualTo(Verdict.NOTHING_KNOWN);
        source.apply();
        source.apply();
        assertThat(ask()).isEqualTo(Verdict.down("b"));
        assertThat(source.offer(Verdict.UP, "x")).isTrue();
    }

    @Test
    void theResponseHasTheTtlAndTheGapBetweenPolls() throws Exception {
        pollGap = 2000;
        report("up");
        assertThat(new String(source.ack().encode(), java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("ok 5000 2000\n");
    }

    @Test
    void explanationNamesTheReporterTheAgeAndTheTtl() throws Exception {
        assertThat(source.explain().probe()).isEqualTo("push, no report yet, ttl 5 s, not the group's master");
        window.open();
        report("up #fine");
        pass(1200);
        SourceExplanation explanation = source.explain();
        assertThat(explanation.probe()).isEqualTo("push, last report 1200 ms ago from user orders, ttl 5 s");
        assertThat(explanation.stages()).extracting(StageResult::stage).containsExactly("push", "stability", "report");
        pass(4000);
        assertThat(source.explain().stages().get(0).output()).isEqualTo("failed fail #no report for 5 s");
    }

    @Test
    void metricsCountReportsAndShowTheAgeOfTheLastOne() throws Exception {
        metrics.publish();
        String age = "hcbridge_push_report_age_seconds{target=\"orders\"}";
        pass(2000);
        assertThat(MeterValues.of(metrics, age)).isEqualTo(2);
        report("up");
        report("up");
        assertThat(MeterValues.of(metrics, "hcbridge_push_reports_total{target=\"orders\"}"))
                .isEqualTo(2);
        assertThat(MeterValues.of(metrics, age)).isZero();
        metrics.target("orders").expectReports(false);
        assertThat(MeterValues.page(metrics)).doesNotContain("hcbridge_push_report");
    }

    /** Compares the source with the rule, at random times of reports, elections, checks and looks. */
    @Test
    void everyCheckFollowsTheRule() throws Exception {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            open();
            long created = nanos;
            long reported = -1;
            long opened = -1;
            for (int step = 0; step < 300; step++) {
                switch (random.nextInt(40)) {
                    case 0 -> {
                        window.close();
                        opened = -1;
                    }
                    case 1 -> {
                        window.open();
                        opened = nanos;
                    }
                    case 2 -> {
                        report("up");
                        reported = nanos;
                    }
                    default -> pass(1 + random.nextInt(MAX_STEP));
                }
                assertThat(ask()).as("seed %d, step %d", seed, step).isEqualTo(expected(created, reported, opened));
            }
        }
    }

    private Verdict expected(long created, long reported, long opened) {
        long ttl = TTL.toNanos();
        if (reported >= 0 && nanos - reported <= ttl) {
            return Verdict.UP;
        }
        boolean isSilent = opened >= 0 && nanos - Math.max(Math.max(created, reported), opened) > ttl;
        return isSilent ? SILENT : Verdict.NOTHING_KNOWN;
    }
}
