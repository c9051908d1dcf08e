/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.override.OperatorOverride.State;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests how a standby takes over the state that the master has saved. */
final class RestoredStateTest {
    private static final Duration READY_FOR = Duration.ofSeconds(30);
    private static final Set<String> TARGETS = Set.of("orders", "billing");

    private final TestClocks time = new TestClocks();
    private final InMemoryStateStore file = new InMemoryStateStore();
    private final DeferredStateStore deferred = new DeferredStateStore();
    private ReplyComposer master;
    private ReplyComposer standby;

    @BeforeEach
    void start() throws Exception {
        master = ReplyComposer.load(file, time.clocks(), READY_FOR, TARGETS);
        standby = ReplyComposer.load(deferred, time.clocks(), READY_FOR, TARGETS);
    }

    @Test
    void overridesAndPendingResetsOfTheMasterAreInEffect() {
        drain("orders");
        assertThat(ask(master, "orders")).isEqualTo("drain up #set by ann: deploy\n");
        master.overrides().clear(List.of("orders"));
        drain("billing");
        takeOver();
        assertThat(ask(standby, "orders")).isEqualTo("ready up\n");
        assertThat(ask(standby, "billing")).isEqualTo("drain up #set by ann: deploy\n");
    }

    @Test
    void changesBeforeTheTakeoverAreNotSavedAndThoseAfterItAre() {
        standby.overrides().setState(List.of("orders"), override());
        assertThat(file.load()).isEqualTo(SavedState.EMPTY);
        takeOver();
        assertThat(standby.overrides().targets()).isEmpty();
        standby.overrides().setState(List.of("orders"), override());
        assertThat(file.load().overrides()).containsOnlyKeys("orders");
    }

    @Test
    void reportThatTheStandbyHasGotIsNewerThanTheSavedOne() {
        observe(master, "orders", "drain up #master");
        observe(master, "billing", "drain up #master");
        observe(standby, "orders", "maint up #standby");
        takeOver();
        Verdict gone = Verdict.failed("gone");
        assertThat(standby.reportedState("orders").apply(gone).admin().orElseThrow())
                .hasToString("MAINT");
        assertThat(standby.reportedState("billing").apply(gone).admin().orElseThrow())
                .hasToString("DRAIN");
        assertThat(file.load().reports())
                .hasEntrySatisfying(
                        "orders",
                        saved -> assertThat(saved.admin().orElseThrow()).hasToString("MAINT"));
    }

    @Test
    void reportsOfTargetsThatAreNotConfiguredAreRemoved() throws Exception {
        ReplyComposer larger = ReplyComposer.load(file, time.clocks(), READY_FOR, Set.of("orders", "gone"));
        observe(larger, "gone", "drain up");
        assertThat(file.load().reports()).containsKey("gone");
        takeOver();
        standby.save();
        assertThat(file.load().reports()).isEmpty();
    }

    private void takeOver() {
        deferred.use(file);
        standby.restore(file.load(), TARGETS);
    }

    private static void observe(ReplyComposer replies, String target, String line) {
        try {
            Verdict reported = Verdict.reported(AgentReply.parse(line)).orElseThrow();
            assertThat(replies.reportedState(target).apply(reported)).isEqualTo(reported);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void drain(String target) {
        master.overrides().setState(List.of(target), override());
    }

    private OperatorOverride<State> override() {
        return new OperatorOverride<>(State.DRAIN, Reason.of("deploy"), "ann", time.now(), Optional.empty());
    }

    private static String ask(ReplyComposer replies, String target) {
        return replies.reply(
                        target, Verdict.UP, "10.0.0.1", new ReplyRules(OptionalInt.empty(), false, Optional.empty()))
                .render();
    }
}
