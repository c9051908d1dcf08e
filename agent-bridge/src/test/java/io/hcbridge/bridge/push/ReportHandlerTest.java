/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hcbridge.bridge.config.ProbeSchedule.Reported;
import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.MeterValues;
import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.override.Clocks;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.override.StateStore;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeLoop;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.probe.group.GroupConfig;
import io.hcbridge.bridge.probe.push.PushConfig;
import io.hcbridge.bridge.shape.StabilityRules;
import io.hcbridge.bridge.source.SourceFactory;
import io.hcbridge.bridge.target.TargetFactory;
import io.hcbridge.bridge.target.TargetSwap;
import io.hcbridge.bridge.target.Targets;
import io.hcbridge.ipc.Peer;
import io.hcbridge.ipc.group.GroupException;
import io.hcbridge.ipc.group.GroupRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which reports are accepted, and from whom. */
@Timeout(60)
final class ReportHandlerTest {
    private static final Peer REPORTER = peer(4242);

    private final ProbeLoop loop = new ProbeLoop(IoKind.NIO);
    private final BridgeMetrics metrics = new BridgeMetrics(InstantSource.system(), System::nanoTime, "test");
    private final Targets targets = Targets.empty(Optional.empty());
    private ReportHandler handler;

    @BeforeEach
    void create() throws Exception {
        ReplyComposer replies =
                ReplyComposer.load(StateStore.inMemory(), Clocks.SYSTEM, Duration.ofSeconds(30), Set.of());
        SourceFactory sources = SourceFactory.onLoop(loop.loop());
        TargetFactory factory = new TargetFactory(
                loop.environment(), sources, replies, metrics, Duration.ofSeconds(10), Duration.ofSeconds(1));
        TargetSwap swap = new TargetSwap(targets, factory, replies, metrics, loop.loop());
        Map<String, TargetConfig> configs = new LinkedHashMap<>();
        configs.put("orders", config("orders", new PushConfig(Duration.ofSeconds(5), "4242")));
        configs.put("shop", config("shop", new GroupConfig(List.of("orders"), 1)));
        swap.init(configs, "");
        handler = new ReportHandler("edge", targets, new ReportQueue(loop.loop()), metrics.push());
        metrics.publish();
    }

    @AfterEach
    void close() {
        loop.close();
        metrics.close();
    }

    private static TargetConfig config(String name, ProbeConfig probe) {
        return new TargetConfig(
                name,
                List.of(),
                probe,
                Duration.ofMillis(800),
                OnFailed.FAIL,
                OptionalInt.empty(),
                new Reported(),
                StabilityRules.NONE,
                Optional.empty());
    }

    private static Peer peer(long uid) {
        return new Peer(OptionalLong.of(7), OptionalLong.of(uid), List.of(), Long.toString(uid));
    }

    private String report(Peer peer, String text) throws GroupException {
        return new String(handler.handle(new GroupRequest(text.getBytes(UTF_8), peer, "c", "", false)), UTF_8);
    }

    /** Asks after all reports of this thread have been applied. */
    private ProbeResult ask() throws InterruptedException {
        BlockingQueue<ProbeResult> results = new LinkedBlockingQueue<>();
        LoopTasks.execute(
                loop.loop(), () -> targets.byName("orders").orElseThrow().ask("10.0.0.1", results::add));
        ProbeResult result = results.poll(30, TimeUnit.SECONDS);
        assertThat(result).isNotNull();
        return result;
    }

    private double refused(String reason) {
        return MeterValues.of(metrics, "hcbridge_push_refused_reports_total{reason=\"" + reason + "\"}");
    }

    @Test
    void theConfiguredUserAndRootMayReport() throws Exception {
        assertThat(ask()).isEqualTo(Verdict.NOTHING_KNOWN);
        assertThat(report(REPORTER, "orders up")).startsWith("ok 5000 ");
        assertThat(ask()).isEqualTo(Verdict.UP);
        report(peer(0), "orders down #x\n");
        assertThat(ask()).isEqualTo(Verdict.down("x"));
        report(REPORTER, "orders ready up");
        assertThat(ask()).isEqualTo(Verdict.UP);
        assertThat(MeterValues.of(metrics, "hcbridge_push_reports_total{target=\"orders\"}"))
                .isEqualTo(3);
        assertThat(report(REPORTER, "orders ready up")).matches("ok 5000 [1-9][0-9]*\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orders|malformed|report: must begin with the name of a target and a blank; a report is a target and an agent line, like 'orders up #text'",
                "orders ok|malformed|report: unknown word 'ok'; a report is a target and an agent line, like 'orders up #text'",
                "order up|unknown_target|unknown target 'order'; add targets.order.push to the bridge's configuration",
                "shop up|not_pushed|target 'shop' is not of the kind push; the bridge finds out its health by itself",
            })
    void wrongReportIsRefusedWithTheRuleAndCounted(String text, String reason, String message) throws Exception {
        assertThatExceptionOfType(GroupException.class)
                .isThrownBy(() -> report(REPORTER, text))
                .withMessage(message);
        assertThat(refused(reason)).isEqualTo(1);
        assertThat(ask()).isEqualTo(Verdict.NOTHING_KNOWN);
    }

    @Test
    void anotherUserIsRefusedWithBothUsersAndTheKey() throws Exception {
        report(REPORTER, "orders up");
        assertThatExceptionOfType(GroupException.class)
                .isThrownBy(() -> report(peer(4243), "orders down"))
                .withMessage("permission denied: user 4243 (uid 4243) may not report for target 'orders';"
                        + " targets.orders.push.user is '4242'");
        assertThat(refused("wrong_user")).isEqualTo(1);
        assertThat(ask()).isEqualTo(Verdict.UP);
    }

    @Test
    void aProcessWhoseUserIsUnknownIsRefused() {
        Peer unknown = new Peer(OptionalLong.empty(), OptionalLong.empty(), List.of(), "no-such-user");
        assertThatExceptionOfType(GroupException.class)
                .isThrownBy(() -> report(unknown, "orders down"))
                .withMessageStartingWith("permission denied: user no-such-user may not report");
    }

    @Test
    void manyReportsArriveInOrderAndTheLastOneCounts() throws Exception {
        for (int i = 1; i <= 10_000; i++) {
            report(REPORTER, "orders up #" + i);
        }
        assertThat(((Verdict) ask()).reason().text()).isEqualTo("10000");
    }

    @Test
    void aBridgeThatStopsRefuses() {
        loop.close();
        assertThatExceptionOfType(GroupException.class)
                .isThrownBy(() -> report(REPORTER, "orders up"))
                .withMessage("the bridge is stopping");
    }
}
