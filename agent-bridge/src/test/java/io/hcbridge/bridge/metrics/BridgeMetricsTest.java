/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the values on the page, not only the names. */
class BridgeMetricsTest {
    private Instant wallTime = Instant.ofEpochSecond(1_700_000_000);
    // A monotonic clock may be negative.
    private long nanos = -TimeUnit.SECONDS.toNanos(3);

    private final BridgeMetrics metrics = new BridgeMetrics(() -> wallTime, () -> nanos, "1.2.3");
    private final TargetMeters orders = metrics.target("orders");
    private boolean isStateSaved = true;

    @BeforeEach
    void publish() {
        metrics.stateFile(() -> isStateSaved);
        metrics.publish();
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void moreThan256TargetsShareTheHistogramOfProbesUntilSomeAreRemoved() {
        List<String> names = IntStream.range(0, BridgeMetrics.MAX_HISTOGRAMS)
                .mapToObj(i -> "t" + i)
                .toList();
        for (String name : names) {
            metrics.target(name).probed(TimeUnit.MILLISECONDS.toNanos(1));
        }
        assertThat(page()).contains("hcbridge_target_probe_result{result=\"up\",target=\"t255\"}");
        assertValue("hcbridge_probe_duration_seconds_count", 256);
        assertValue("hcbridge_probe_duration_seconds_bucket{le=\"0.001\"}", 256);
        assertThat(page()).doesNotContain("hcbridge_probe_duration_seconds_count{");

        metrics.forget(List.of("t0", "t1"));
        assertValue("hcbridge_probe_duration_seconds_count{target=\"t255\"}", 1);
        assertValue("hcbridge_probe_duration_seconds_count{target=\"orders\"}", 0);
        assertThat(page())
                .doesNotContain("hcbridge_probe_duration_seconds_count ")
                .doesNotContain("\"t0\"");

        // A counter must not decrease, so the probes of removed targets count, too.
        List.of("t0", "t1").forEach(metrics::target);
        assertValue("hcbridge_probe_duration_seconds_count", 256);
        assertValue("hcbridge_probe_duration_seconds_sum", 0.256);
    }

    @Test
    void eachMetricIsOneGroupOfLinesWithHelpAndType() {
        metrics.target("search");
        List<String> names = page().lines()
                .map(line -> line.replaceFirst("^# (HELP|TYPE) ", "").replaceFirst("(_bucket|_count|_sum)?[{ ].*", ""))
                .toList();
        List<String> groups = new ArrayList<>();
        names.forEach(name -> {
            if (groups.isEmpty() || !groups.get(groups.size() - 1).equals(name)) {
                groups.add(name);
            }
        });
        assertThat(groups).doesNotHaveDuplicates().contains("hcbridge_replies_total", "hcbridge_target_verdict");
        assertThat(page().lines().filter(line -> line.startsWith("# TYPE "))).hasSameSizeAs(groups);
    }

    private String page() {
        try {
            return metrics.page().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the value of a series, whose labels are in the order of the page. Empty if the page does not have it. */
    private OptionalDouble value(String series) {
        return page().lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst();
    }

    private void assertValue(String series, double value) {
        assertThat(value(series)).as(series).hasValue(value);
    }

    private void assertOnlyVerdict(String set) {
        for (String verdict : List.of("up", "down", "failed", "stopped")) {
            assertValue(
                    "hcbridge_target_verdict{target=\"orders\",verdict=\"" + verdict + "\"}",
                    verdict.equals(set) ? 1 : 0);
        }
    }

    private void assertOnlyProbeResult(String set) {
        for (String result : List.of("up", "down", "failed", "stopped")) {
            assertValue(
                    "hcbridge_target_probe_result{result=\"" + result + "\",target=\"orders\"}",
                    result.equals(set) ? 1 : 0);
        }
    }

    private static String replies(String verdict) {
        return "hcbridge_replies_total{target=\"orders\",verdict=\"" + verdict + "\"}";
    }

    @ParameterizedTest
    @EnumSource(names = {"UP", "DOWN", "FAILED", "STOPPED"})
    void replyIsCountedAndShownByItsHealthWord(Health health) {
        orders.replySent(AgentReply.of(health, Reason.NONE));
        orders.replySent(AgentReply.of(health, Reason.of("still")));
        String verdict = health.name().toLowerCase(Locale.ROOT);
        for (String other : List.of("up", "down", "failed", "stopped", "none")) {
            assertValue(replies(other), other.equals(verdict) ? 2 : 0);
        }
        assertOnlyVerdict(verdict);
    }

    @Test
    void reportOnlyFailureIsAFailure() {
        orders.replySent(AgentReply.of(Health.REPORT_ONLY, Reason.NONE));
        assertValue(replies("failed"), 1);
        assertOnlyVerdict("failed");
    }

    @Test
    void replyWithoutAHealthWordIsCountedAndKeepsTheVerdict() {
        orders.replySent(AgentReply.of(Health.DOWN, Reason.NONE));
        orders.replySent(new AgentReply(Optional.empty(), Optional.of(Admin.DRAIN), Capacity.NONE, Reason.NONE));
        assertValue(replies("none"), 1);
        assertValue(replies("down"), 1);
        assertOnlyVerdict("down");
    }

    @Test
    void resultOfTheProbeIsSeparateFromTheVerdictInReplies() {
        orders.probeResult(Health.UP);
        orders.replySent(AgentReply.of(Health.DOWN, Reason.of("deploy 42")));
        assertOnlyProbeResult("up");
        assertOnlyVerdict("down");
        orders.probeResult(Health.STOPPED);
        assertOnlyProbeResult("stopped");
        assertOnlyVerdict("down");
    }

    @Test
    void noVerdictIsSetBeforeTheFirstReplyAndProbe() {
        assertOnlyVerdict("");
        assertOnlyProbeResult("");
    }

    @Test
    void lastChangeIsTheTimeOfTheFirstReplyWithTheVerdict() {
        String lastChange = "hcbridge_target_last_change_timestamp_seconds{target=\"orders\"}";
        assertValue(lastChange, 0);
        orders.replySent(AgentReply.of(Health.UP, Reason.NONE));
        assertValue(lastChange, 1_700_000_000);
        wallTime = wallTime.plusSeconds(60);
        orders.replySent(AgentReply.of(Health.UP, Reason.NONE));
        orders.probeResult(Health.DOWN);
        assertValue(lastChange, 1_700_000_000);
        orders.replySent(AgentReply.of(Health.DOWN, Reason.NONE));
        assertValue(lastChange, 1_700_000_060);
    }

    @Test
    void timeSinceTheLastCheckGrowsAndIgnoresTheWallClock() {
        String unasked = "hcbridge_target_unasked_seconds{target=\"orders\"}";
        assertValue(unasked, 0);
        nanos += TimeUnit.SECONDS.toNanos(7);
        wallTime = wallTime.minus(Duration.ofHours(1));
        assertValue(unasked, 7);
        orders.checkReceived();
        assertValue(unasked, 0);
        nanos += TimeUnit.MILLISECONDS.toNanos(1500);
        assertValue(unasked, 1.5);
    }

    @Test
    void openConnectionsAreCounted() {
        assertValue("hcbridge_connections_open", 0);
        assertThat(metrics.connectionOpened()).isEqualTo(1);
        assertThat(metrics.connectionOpened()).isEqualTo(2);
        assertThat(metrics.openConnections()).isEqualTo(2);
        assertValue("hcbridge_connections_open", 2);
        metrics.connectionClosed();
        assertValue("hcbridge_connections_open", 1);
    }

    @Test
    void stateOfTheStateFileIsReadForEveryPage() {
        assertValue("hcbridge_state_file_ok", 1);
        isStateSaved = false;
        assertValue("hcbridge_state_file_ok", 0);
        isStateSaved = true;
        assertValue("hcbridge_state_file_ok", 1);
    }

    @Test
    void droppedLogLinesAreCounted() {
        assertValue("hcbridge_log_lines_dropped_total", 0);
        metrics.logLinesDropped(() -> 17);
        assertValue("hcbridge_log_lines_dropped_total", 17);
    }

    @ParameterizedTest
    @EnumSource(Rejection.class)
    void rejectionIsCountedUnderItsReason(Rejection reason) {
        metrics.rejected(reason);
        for (Rejection other : Rejection.values()) {
            assertValue(
                    "hcbridge_rejected_requests_total{reason=\"" + other.name().toLowerCase(Locale.ROOT) + "\"}",
                    other == reason ? 1 : 0);
        }
    }

    @Test
    void probeIsCountedInTheBucketsAboveItsDuration() {
        String bucket = "hcbridge_probe_duration_seconds_bucket{target=\"orders\",le=\"%s\"}";
        orders.probed(TimeUnit.MILLISECONDS.toNanos(700));
        assertValue(bucket.formatted("0.5"), 0);
        assertValue(bucket.formatted("1.0"), 1);
        assertValue(bucket.formatted("60.0"), 1);
        orders.probed(TimeUnit.SECONDS.toNanos(40));
        assertValue(bucket.formatted("10.0"), 1);
        assertValue(bucket.formatted("60.0"), 2);
        assertValue("hcbridge_probe_duration_seconds_sum{target=\"orders\"}", 40.7);
        // The longest reply deadline.
        orders.probed(TimeUnit.HOURS.toNanos(1));
        assertValue(bucket.formatted("60.0"), 2);
        assertValue(bucket.formatted("3600.0"), 3);
    }

    @Test
    void versionIsALabel() {
        assertThat(page()).contains("hcbridge_build_info{java=\"" + Runtime.version() + "\",version=\"1.2.3\"} 1");
    }

    @Test
    void metersOfTheJvmAreOnThePage() {
        assertThat(page())
                .contains(
                        "\njvm_classes_loaded_classes ",
                        "\njvm_memory_used_bytes{",
                        "\njvm_threads_live_threads ",
                        "\njvm_gc_memory_allocated_bytes_total ",
                        "\nprocess_cpu_usage ",
                        "\nprocess_uptime_seconds ",
                        "\nprocess_files_open_files ");
    }

    @Test
    void processorTimeIsInSeconds() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double before = system.getProcessCpuTime() / 1e9;
        double shown = value("process_cpu_seconds_total").orElseThrow();
        assertThat(shown).isBetween(before, system.getProcessCpuTime() / 1e9);
    }

    @Test
    void recordingACheckAllocatesNoMemory() {
        AgentReply reply = AgentReply.of(Health.UP, Reason.NONE);
        for (int i = 0; i < 20_000; i++) {
            record(reply);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
            record(reply);
        }
        // One object per check would be 160 kB.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
    }

    private void record(AgentReply reply) {
        orders.checkReceived();
        orders.probed(1000);
        orders.replySent(reply);
    }
}
