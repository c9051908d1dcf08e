/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.MeterValues;
import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.override.Clocks;
import io.hcbridge.bridge.override.PreparedReply;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.override.ReplyRules;
import io.hcbridge.bridge.override.StateStore;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.bridge.probe.ProbeLoop;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.probe.group.GroupConfig;
import io.hcbridge.bridge.source.SourceFactory;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TargetSwapTest {
    private final ProbeLoop probes = new ProbeLoop(IoKind.NIO);
    private final BridgeMetrics metrics = new BridgeMetrics(InstantSource.system(), System::nanoTime, "test");
    private final Targets targets = Targets.empty(Optional.empty());
    /** Names of targets whose probes are open. */
    private final List<String> open = Collections.synchronizedList(new ArrayList<>());
    /** Callbacks of the running probes. Belongs to the event loop. */
    private final List<Consumer<ProbeResult>> running = new ArrayList<>();

    private ReplyComposer replies;
    private TargetSwap swap;

    @BeforeEach
    void create() throws IOException {
        replies = ReplyComposer.load(StateStore.inMemory(), Clocks.SYSTEM, Duration.ofSeconds(30), Set.of());
        swap = new TargetSwap(
                targets,
                new TargetFactory(
                        probes.environment(),
                        sources(),
                        replies,
                        metrics,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1)),
                replies,
                metrics,
                probes.loop());
        swap.init(configs("a", "b"), "a");
        metrics.publish();
    }

    @AfterEach
    void close() {
        probes.close();
        metrics.close();
    }

    /** A kind of probe. Its probes run until the test ends them. */
    private record TestProbeConfig(TargetSwapTest test, String version) implements ProbeConfig {
        @Override
        public Probe open(ProbeEnvironment environment, String target, Duration timeout) {
            if (version.equals("broken")) {
                throw new IllegalStateException("no probe for " + target);
            }
            String id = target + version;
            test.open.add(id);
            return new Probe() {
                @Override
                public void start(Consumer<ProbeResult> done) {
                    test.running.add(done);
                }

                @Override
                public String describeLast() {
                    return id;
                }

                @Override
                public void close() {
                    test.open.remove(id);
                }
            };
        }
    }

    private TargetConfig config(String name, String version) {
        return new TargetConfig(
                name, new TestProbeConfig(this, version), Duration.ofMillis(500), OnFailed.FAIL, OptionalInt.empty());
    }

    private Map<String, TargetConfig> configs(String... names) {
        Map<String, TargetConfig> configs = new LinkedHashMap<>();
        Arrays.stream(names).forEach(name -> configs.put(name, config(name, "")));
        return configs;
    }

    private void replace(Map<String, TargetConfig> wanted) throws Exception {
        swap.replace(wanted, "", () -> {});
    }

    private Target target(String name) {
        return targets.byName(name).orElseThrow();
    }

    /** Starts a check of a target, which waits for its probe. */
    private CompletableFuture<ProbeResult> check(Target target) throws Exception {
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        probes.call(() -> {
            target.ask("10.0.0.1", result::complete);
            return true;
        });
        return result;
    }

    private void endProbes(ProbeResult result) throws Exception {
        probes.call(() -> {
            List<Consumer<ProbeResult>> ended = List.copyOf(running);
            running.clear();
            ended.forEach(done -> done.accept(result));
            return true;
        });
    }

    private void awaitOpen(String... names) throws Exception {
        // The end of targets takes some turns of the event loop.
        while (!Set.copyOf(open).equals(Set.of(names))) {
            probes.call(() -> true);
        }
    }

    @Test
    void unchangedTargetStaysTheSameObject() throws Exception {
        Target b = target("b");
        replace(configs("c", "b"));
        assertThat(targets.all()).extracting(Target::name).containsExactly("c", "b");
        assertThat(target("b")).isSameAs(b);
        assertThat(targets.byName("a")).isEmpty();
        awaitOpen("b", "c");
    }

    private static TargetConfig group(String name, String... members) {
        return new TargetConfig(
                name, new GroupConfig(List.of(members), 1), Duration.ofMillis(500), OnFailed.FAIL, OptionalInt.empty());
    }

    private Map<String, TargetConfig> nestedGroups(String versionOfA) {
        Map<String, TargetConfig> wanted = configs("a", "b");
        wanted.put("a", config("a", versionOfA));
        wanted.put("outer", group("outer", "inner"));
        wanted.put("inner", group("inner", "a"));
        wanted.put("other", group("other", "b"));
        return wanted;
    }

    @Test
    void groupsStayTheSameObjectsIfNothingBelowThemHasChanged() throws Exception {
        replace(nestedGroups(""));
        List<Target> before = targets.all();
        replace(nestedGroups(""));
        assertThat(targets.all())
                .usingElementComparator((one, two) -> one == two ? 0 : 1)
                .isEqualTo(before);
    }

    @Test
    void groupsAreMadeAgainIfATargetBelowThemHasChanged() throws Exception {
        replace(nestedGroups(""));
        Target outer = target("outer");
        Target inner = target("inner");
        Target other = target("other");
        replace(nestedGroups("2"));
        assertThat(target("outer")).isNotSameAs(outer);
        assertThat(target("inner")).isNotSameAs(inner);
        assertThat(target("other")).isSameAs(other);
        CompletableFuture<ProbeResult> check = check(target("outer"));
        endProbes(Verdict.UP);
        assertThat(check.get(5, TimeUnit.SECONDS)).isEqualTo(Verdict.UP);
        awaitOpen("a2", "b");
    }

    private String reply(String name, CompletableFuture<ProbeResult> check) throws Exception {
        Verdict verdict = (Verdict) check.get(5, TimeUnit.SECONDS);
        return probes.call(() -> {
            PreparedReply prepared = target(name).prepare(verdict, "10.0.0.1");
            prepared.onSent().run();
            return prepared.reply().render();
        });
    }

    @Test
    void groupKeepsTheDrainOfItsMemberDuringAFaultOfTheBridge() throws Exception {
        replace(nestedGroups(""));
        CompletableFuture<ProbeResult> first = check(target("outer"));
        endProbes(new Verdict(Health.UP, Optional.of(Admin.DRAIN), Capacity.NONE, Reason.of("deploy 42"), false));
        assertThat(reply("outer", first)).isEqualTo("drain up #inner: a: deploy 42\n");
        CompletableFuture<ProbeResult> second = check(target("outer"));
        endProbes(new BridgeFault("no descriptors"));
        assertThat(reply("outer", second)).startsWith("drain failed #").doesNotContain("ready", "100%");
    }

    @Test
    void groupHasNotTheReportOfAnEarlierTargetOfItsName() throws Exception {
        replace(configs("shop"));
        CompletableFuture<ProbeResult> asTarget = check(target("shop"));
        endProbes(new Verdict(Health.UP, Optional.of(Admin.DRAIN), Capacity.NONE, Reason.NONE, false));
        assertThat(reply("shop", asTarget)).isEqualTo("drain up\n");
        Map<String, TargetConfig> wanted = configs("a");
        wanted.put("shop", group("shop", "a"));
        replace(wanted);
        CompletableFuture<ProbeResult> asGroup = check(target("shop"));
        endProbes(Verdict.failed("gone"));
        assertThat(reply("shop", asGroup)).isEqualTo("ready failed fail #a: gone\n");
    }

    @Test
    void changedTargetIsReplacedAndKeepsItsCounters() throws Exception {
        CompletableFuture<ProbeResult> check = check(target("a"));
        endProbes(Verdict.UP);
        assertThat(check.get()).isEqualTo(Verdict.UP);
        Map<String, TargetConfig> wanted = configs("a", "b");
        wanted.put("a", config("a", "2"));
        replace(wanted);
        awaitOpen("a2", "b");
        assertThat(target("a").source().last()).isEmpty();
        assertThat(MeterValues.of(metrics, "hcbridge_probe_duration_seconds_count{target=\"a\"}"))
                .isOne();
    }

    @Test
    void checkInFlightEndsUnderTheOldConfigurationAndThenItsProbeIsClosed() throws Exception {
        CompletableFuture<ProbeResult> check = check(target("a"));
        replace(configs("b"));
        probes.call(() -> true);
        assertThat(open).contains("a");
        assertThat(check).isNotDone();
        endProbes(Verdict.down("late"));
        assertThat(check.get()).isEqualTo(Verdict.down("late"));
        awaitOpen("b");
    }

    @Test
    void changedTargetIsProbedUnderTheNewConfigurationWhileTheOldProbeRuns() throws Exception {
        CompletableFuture<ProbeResult> before = check(target("a"));
        Map<String, TargetConfig> wanted = configs("a", "b");
        wanted.put("a", config("a", "2"));
        replace(wanted);
        CompletableFuture<ProbeResult> after = check(target("a"));
        assertThat(probes.call(running::size)).isEqualTo(2);
        endProbes(Verdict.UP);
        assertThat(before.get()).isEqualTo(Verdict.UP);
        assertThat(after.get()).isEqualTo(Verdict.UP);
        awaitOpen("a2", "b");
    }

    @Test
    void seriesOfARemovedTargetDisappearAndThoseOfANewOneAppear() throws Exception {
        replace(configs("b", "c"));
        String page = MeterValues.page(metrics);
        assertThat(page).doesNotContain("target=\"a\"");
        for (String series : List.of(
                "hcbridge_replies_total{target=\"c\",verdict=\"up\"}",
                "hcbridge_target_verdict{target=\"c\",verdict=\"down\"}",
                "hcbridge_target_probe_result{result=\"up\",target=\"c\"}",
                "hcbridge_target_last_change_timestamp_seconds{target=\"c\"}",
                "hcbridge_target_unasked_seconds{target=\"c\"}",
                "hcbridge_probe_duration_seconds_count{target=\"c\"}")) {
            assertThat(page).contains(series).contains(series.replace("\"c\"", "\"b\""));
        }
    }

    @Test
    void nothingChangesIfAProbeCannotBeOpened() throws Exception {
        Map<String, TargetConfig> wanted = configs("b", "c");
        wanted.put("d", config("d", "broken"));
        List<Target> before = targets.all();
        assertThatThrownBy(() -> replace(wanted)).hasMessage("no probe for d");
        assertThat(targets.all()).isEqualTo(before);
        awaitOpen("a", "b");
        assertThat(MeterValues.page(metrics)).doesNotContain("target=\"c\"", "target=\"d\"");
    }

    @Test
    void nothingChangesAfterTheEnd() throws Exception {
        probes.call(() -> {
            swap.close();
            return true;
        });
        assertThatThrownBy(() -> replace(configs("c")))
                .isInstanceOf(IOException.class)
                .hasMessage("the bridge is stopping");
        assertThat(targets.byName("c")).isEmpty();
    }

    @Test
    void defaultTargetChangesInTheSameStep() throws Exception {
        assertThat(targets.find("").orElseThrow().name()).isEqualTo("a");
        CompletableFuture<Boolean> isOnLoop = new CompletableFuture<>();
        swap.replace(configs("c"), "c", () -> isOnLoop.complete(probes.loop().inEventLoop()));
        assertThat(targets.find("").orElseThrow().name()).isEqualTo("c");
        assertThat(isOnLoop).isCompletedWithValue(true);
    }

    @Test
    void failureOfAnyStepLeavesTheOldTargets() throws Exception {
        Target a = target("a");
        assertThatThrownBy(() -> swap.replace(configs("c"), "c", () -> {
                    throw new IllegalStateException("cannot apply");
                }))
                .hasMessage("cannot apply");
        assertThat(target("a")).isSameAs(a);
        assertThat(targets.byName("c")).isEmpty();
        awaitOpen("a", "b");
    }

    @Test
    void probesMetersAndRepliesStayBoundedOverManyReloads() throws Exception {
        long series = seriesOfTargets();
        for (int i = 0; i < 1000; i++) {
            CompletableFuture<ProbeResult> check = check(targets.all().get(0));
            String name = "n" + i;
            probes.call(() -> replies.reply(
                    name, Verdict.UP, "10.0.0.1", new ReplyRules(OptionalInt.empty(), false, Optional.empty())));
            replace(configs(name, "m" + i));
            endProbes(Verdict.UP);
            check.get(5, TimeUnit.SECONDS);
            int last = i - 1;
            assertThat(probes.call(() -> replies.lastReplies("n" + last))).isEmpty();
        }
        awaitOpen("n999", "m999");
        assertThat(seriesOfTargets()).isEqualTo(series);
    }

    private long seriesOfTargets() {
        return MeterValues.page(metrics)
                .lines()
                .filter(line -> line.contains("target=\""))
                .count();
    }

    private SourceFactory sources() {
        return new SourceFactory(
                (millis, task) -> LoopTasks.schedule(probes.loop(), millis, task), System::nanoTime, () -> 0.5);
    }
}
