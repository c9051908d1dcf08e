/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.config.ProbeSchedule;
import io.hcbridge.bridge.config.ProbeSchedule.Background;
import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.override.Clocks;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.override.StateStore;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.bridge.probe.ProbeLoop;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.probe.group.GroupConfig;
import io.hcbridge.bridge.shape.StabilityRules;
import io.hcbridge.bridge.source.SourceFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a probe can pass on to its service. */
final class TargetFactoryTest {
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ProbeLoop loop = new ProbeLoop(IoKind.NIO);
    private final List<ProbeEnvironment> environments = new ArrayList<>();
    private long nanos;
    private TargetFactory factory;

    @BeforeEach
    void create() throws Exception {
        BridgeMetrics metrics = new BridgeMetrics(InstantSource.system(), System::nanoTime, "test");
        ReplyComposer replies =
                ReplyComposer.load(StateStore.inMemory(), Clocks.SYSTEM, Duration.ofSeconds(30), Set.of());
        SourceFactory sources = new SourceFactory(
                (millis, task) -> LoopTasks.schedule(loop.loop(), millis, task), () -> nanos, () -> 0.5);
        factory = new TargetFactory(
                loop.environment(), sources, replies, metrics, Duration.ofSeconds(10), Duration.ofSeconds(1));
    }

    @AfterEach
    void close() {
        loop.close();
    }

    /** A kind of probe whose service is always up. */
    private record UpProbeConfig(TargetFactoryTest test) implements ProbeConfig {
        @Override
        public Probe open(ProbeEnvironment environment, String target, Duration timeout) {
            test.environments.add(environment);
            return new Probe() {
                @Override
                public void start(Consumer<ProbeResult> done) {
                    done.accept(Verdict.UP);
                }

                @Override
                public String describeLast() {
                    return "";
                }
            };
        }
    }

    @Test
    void aTargetWithAnIntervalStatesHowOftenItIsPolled() throws Exception {
        Target target = create(new Background(SECOND, SECOND, Duration.ofSeconds(4)));
        assertThat(pollGap()).hasValue(0);
        poll(target, "10.0.0.1");
        assertThat(pollGap()).hasValue(10_000);
        nanos += TimeUnit.SECONDS.toNanos(5);
        poll(target, "10.0.0.1");

        assertThat(pollGap()).hasValue(5000);
    }

    @Test
    void aPollOfAGroupIsAPollOfTheTargetsBelowIt() throws Exception {
        Target orders = create(new Background(SECOND, SECOND, Duration.ofSeconds(4)));
        TargetConfig shop = new TargetConfig(
                "shop", new GroupConfig(List.of("orders"), 1), TIMEOUT, OnFailed.FAIL, OptionalInt.empty());
        GroupSources groups =
                factory.groups(List.of(orders.config(), shop), Map.of("orders", orders), name -> Optional.of(orders));
        poll(factory.createGroup(shop, groups), "10.0.0.1");
        assertThat(pollGap()).hasValue(10_000);
    }

    @Test
    void requestLinesOfOneHaproxyAreSeparatePolls() throws Exception {
        Target orders = create(new Background(SECOND, SECOND, Duration.ofSeconds(4)));
        TargetAlias alias = new TargetAlias(orders, "be/orders");
        for (int i = 0; i < 3; i++) {
            poll(orders, "10.0.0.1");
            nanos += TimeUnit.SECONDS.toNanos(2);
            loop.call(() -> {
                alias.ask("10.0.0.1", result -> {});
                return true;
            });
            nanos += TimeUnit.SECONDS.toNanos(2);
        }
        assertThat(pollGap()).hasValue(4000);
    }

    @Test
    void aTargetThatIsProbedForEachPollStatesNothing() throws Exception {
        Target target = create(ProbeSchedule.ON_DEMAND);
        poll(target, "10.0.0.1");
        poll(target, "10.0.0.1");

        assertThat(pollGap()).isEmpty();
    }

    private Target create(ProbeSchedule schedule) {
        return factory.create(new TargetConfig(
                "orders",
                List.of(),
                new UpProbeConfig(this),
                TIMEOUT,
                OnFailed.FAIL,
                OptionalInt.empty(),
                schedule,
                StabilityRules.NONE,
                Optional.empty()));
    }

    private void poll(Target target, String address) throws Exception {
        loop.call(() -> {
            target.ask(address, result -> {});
            return true;
        });
    }

    private OptionalInt pollGap() throws Exception {
        return loop.call(() -> environments.get(0).pollGap().millis());
    }
}
