/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.override.OperatorOverride.State;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests which reply an address gets, and for how long. */
final class ReplyComposerTest {
    private static final Duration READY_FOR = Duration.ofSeconds(30);
    private static final List<String> ORDERS = List.of("orders");

    private final TestClocks time = new TestClocks();
    private final RecordingStore store = new RecordingStore();
    private ReplyComposer replies;

    @BeforeEach
    void restart() throws IOException {
        replies = ReplyComposer.load(store, time.clocks(), READY_FOR, Set.of("orders", "billing"));
    }

    @Test
    void readyIsSentForReadyForEvenIfChecksAreFrequent() {
        drainAndClear("10.0.0.1");
        for (int second = 0; second < READY_FOR.toSeconds(); second++) {
            assertThat(ask("10.0.0.1")).isEqualTo("ready up\n");
            time.pass(Duration.ofSeconds(1));
        }
        assertThat(ask("10.0.0.1")).isEqualTo("ready up\n");
        assertThat(ask("10.0.0.1")).isEqualTo("up\n");
    }

    @Test
    void readyIsSentThreeTimesEvenIfChecksAreRare() {
        drainAndClear("10.0.0.1");
        for (int i = 0; i < 3; i++) {
            assertThat(ask("10.0.0.1")).isEqualTo("ready up\n");
            time.pass(Duration.ofMinutes(5));
        }
        assertThat(ask("10.0.0.1")).isEqualTo("up\n");
    }

    @Test
    void wallClockSetBackDoesNotExtendReady() {
        drainAndClear("10.0.0.1");
        assertThat(ask("10.0.0.1")).isEqualTo("ready up\n");
        time.setWallClock(Duration.ofHours(-1));
        ask("10.0.0.1");
        time.pass(READY_FOR);
        assertThat(ask("10.0.0.1")).isEqualTo("ready up\n");
        assertThat(ask("10.0.0.1")).isEqualTo("up\n");
    }

    @Test
    void wallClockSetForwardDoesNotEndReadyEarly() {
        drainAndClear("10.0.0.1");
        for (int i = 0; i < 10; i++) {
            assertThat(ask("10.0.0.1")).isEqualTo("ready up\n");
            time.setWallClock(Duration.ofHours(1));
        }
        assertThat(ask("10.0.0.1")).isEqualTo("ready up\n");
    }

    @Test
    void replyBeforeAFirstReportHasNoHealthWord() {
        assertThat(ask("orders", Verdict.NOTHING_KNOWN, "10.0.0.1")).isEqualTo("\n");
        drainAndClear("10.0.0.1");
        assertThat(ask("orders", Verdict.NOTHING_KNOWN, "10.0.0.1")).isEqualTo("ready\n");
        replies.overrides().setState(ORDERS, state(State.DRAIN, Optional.empty()));
        assertThat(ask("orders", Verdict.NOTHING_KNOWN, "10.0.0.1")).isEqualTo("drain\n");
        replies.overrides().setState(ORDERS, state(State.DOWN, Optional.empty()));
        assertThat(ask("orders", Verdict.NOTHING_KNOWN, "10.0.0.1")).startsWith("ready down #set by ");
    }

    @Test
    void addressWithoutDrainOrMaintNeverGetsReady() {
        drainAndClear("10.0.0.1");
        assertThat(ask("10.0.0.2")).isEqualTo("up\n");
        assertThat(ask("billing", Verdict.UP, "10.0.0.1")).isEqualTo("up\n");
    }

    @Test
    void weightOf0OfTheServiceMeansDrain() throws Exception {
        Verdict none = Verdict.reported(AgentReply.parse("up 0%")).orElseThrow();
        Verdict some = Verdict.reported(AgentReply.parse("up 50%")).orElseThrow();
        Verdict maint = Verdict.reported(AgentReply.parse("maint up 0%")).orElseThrow();
        assertThat(ask("orders", none, "10.0.0.1")).isEqualTo("drain up\n");
        assertThat(ask("orders", some, "10.0.0.1")).isEqualTo("ready up 50%\n");
        assertThat(ask("orders", maint, "10.0.0.2")).isEqualTo("maint up\n");
        replies.overrides().setWeight(ORDERS, weight(30, Optional.empty()));
        assertThat(ask("orders", none, "10.0.0.3")).isEqualTo("up 30%\n");
    }

    @Test
    void weightIsReset() {
        replies.overrides().setWeight(ORDERS, weight(30, Optional.empty()));
        assertThat(ask("10.0.0.1")).isEqualTo("up 30%\n");
        replies.overrides().clear(ORDERS);
        assertThat(ask("10.0.0.1")).isEqualTo("up 100%\n");
        assertThat(ask("10.0.0.2")).isEqualTo("up\n");
        time.pass(READY_FOR);
        ask("10.0.0.1");
        ask("10.0.0.1");
        assertThat(ask("10.0.0.1")).isEqualTo("up\n");
    }

    @Test
    void drainThatEndsBeforeTheWeightIsFollowedByReadyAndTheWeight() {
        replies.overrides().setWeight(ORDERS, weight(30, Optional.empty()));
        replies.overrides().setState(ORDERS, drain(Optional.of(time.now().plusSeconds(10))));
        assertThat(ask("10.0.0.1")).isEqualTo("drain up #set by ann: deploy 42\n");
        time.pass(Duration.ofNanos(9_999_999_999L));
        assertThat(ask("10.0.0.1")).isEqualTo("drain up #set by ann: deploy 42\n");
        time.pass(Duration.ofNanos(1));
        assertThat(ask("10.0.0.1")).isEqualTo("ready up 30%\n");
        Overrides saved = store.load().overrides().getOrDefault("orders", Overrides.NONE);
        assertThat(saved.state()).isEmpty();
        assertThat(saved.weight()).isPresent();
        restartQuietly();
        assertThat(ask("10.0.0.1")).isEqualTo("ready up 30%\n");
    }

    @Test
    void drainSendsNoWeightAndRestartsItsReset() {
        replies.overrides().setWeight(ORDERS, weight(30, Optional.empty()));
        ask("10.0.0.1");
        replies.overrides().clear(ORDERS);
        assertThat(ask("10.0.0.1")).isEqualTo("up 100%\n");
        time.pass(READY_FOR);
        replies.overrides().setState(ORDERS, drain(Optional.empty()));
        assertThat(ask("10.0.0.1")).startsWith("drain up #");
        replies.overrides().clear(ORDERS);
        // The count starts again, because another HAProxy at this address may not have received the first reply.
        for (int i = 0; i < 3; i++) {
            assertThat(ask("10.0.0.1")).isEqualTo("ready up 100%\n");
        }
    }

    @Test
    void maintIsSentWithTheWeight() {
        replies.overrides().setWeight(ORDERS, weight(30, Optional.empty()));
        replies.overrides().setState(ORDERS, state(State.MAINT, Optional.empty()));
        assertThat(ask("10.0.0.1")).isEqualTo("maint up 30% #set by ann: deploy 42\n");
    }

    @Test
    void pendingResetsSurviveARestartAndARebootAndAWallClockSetBack() {
        drainAndClear("10.0.0.1");
        time.setWallClock(Duration.ofDays(-30));
        time.reboot();
        restartQuietly();
        assertThat(ask("10.0.0.1")).isEqualTo("ready up\n");
        assertThat(ask("10.0.0.2")).isEqualTo("up\n");
    }

    @Test
    void addressWithoutAnyCheckForSevenDaysIsRemoved() {
        drainAndClear("10.0.0.1");
        drainAndClear("10.0.0.2");
        restartQuietly();
        time.pass(Duration.ofDays(6));
        assertThat(ask("10.0.0.1")).isEqualTo("ready up\n");
        time.pass(Duration.ofDays(1));
        drainAndClear("10.0.0.3");
        assertThat(addresses()).containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2", "10.0.0.3");
        time.pass(Duration.ofNanos(1));
        drainAndClear("10.0.0.4");
        assertThat(addresses()).containsExactlyInAnyOrder("10.0.0.1", "10.0.0.3", "10.0.0.4");
        assertThat(ask("10.0.0.2")).isEqualTo("up\n");
    }

    @Test
    void addressThatChecksDuringALongDrainIsKeptByTheNextBridge() {
        replies.overrides().setState(ORDERS, drain(Optional.empty()));
        for (int hour = 0; hour < 24 * 30; hour++) {
            ask("10.0.0.1");
            time.pass(Duration.ofHours(1));
        }
        // Saved at the first check, and then once a day.
        assertThat(store.saves).hasSizeBetween(30, 33);
        restartQuietly();
        drainAndClear("10.0.0.2");
        replies.overrides().clear(ORDERS);
        assertThat(ask("10.0.0.1")).isEqualTo("ready up\n");
    }

    @Test
    void checksWithoutAChangeSaveNothing() {
        drainAndClear("10.0.0.1");
        ask("10.0.0.1");
        store.saves.clear();
        for (int i = 0; i < 1000; i++) {
            ask("10.0.0.1");
            ask("10.0.0.2");
            assertThat(replies.reportedState("orders").apply(Verdict.UP)).isSameAs(Verdict.UP);
        }
        assertThat(store.saves).isEmpty();
    }

    @Test
    void addressBeyondTheLimitReplacesTheLeastRecentOne() {
        replies.overrides().setState(ORDERS, drain(Optional.empty()));
        for (int i = 0; i < 10_000; i++) {
            ask("a" + i);
        }
        ask("a0");
        ask("new");
        replies.overrides().clear(ORDERS);
        assertThat(store.load().resets()).hasSize(10_000);
        assertThat(ask("a0")).isEqualTo("ready up\n");
        assertThat(ask("new")).isEqualTo("ready up\n");
        assertThat(ask("a1")).isEqualTo("up\n");
        assertThat(ask("a2")).isEqualTo("ready up\n");
        assertThat(replies.lastReplies("orders")).hasSize(10_000);
    }

    @Test
    void lastRepliesAreThoseOfTheTarget() {
        ask("10.0.0.1");
        time.pass(Duration.ofSeconds(3));
        drainAndClear("10.0.0.2");
        ask("10.0.0.2");
        ask("billing", Verdict.down("full"), "10.0.0.3");
        Instant asked = time.now();
        time.pass(Duration.ofSeconds(4));
        assertThat(replies.lastReplies("orders"))
                .containsExactly(
                        new LastReply("10.0.0.1", "up\n", asked.minusSeconds(3), ""),
                        new LastReply("10.0.0.2", "ready up\n", asked, "ready"));
        assertThat(replies.pending("orders")).isEqualTo(1);
        assertThat(replies.pending("billing")).isZero();
        assertThat(replies.lastReplies("none")).isEmpty();
    }

    @Test
    void aliasHasItsOwnPendingResets() {
        AddressKey alias = new AddressKey("orders", "10.0.0.1", "be_shop/web1");
        replies.overrides().setState(ORDERS, drain(Optional.empty()));
        assertThat(ask(alias)).startsWith("drain up");
        replies.overrides().clear(ORDERS);
        restartQuietly();
        assertThat(ask("10.0.0.1")).isEqualTo("up\n");
        assertThat(ask(alias)).isEqualTo("ready up\n");
        assertThat(replies.lastReplies("orders").stream().map(LastReply::address))
                .containsExactly("10.0.0.1", "10.0.0.1 as be_shop/web1");
    }

    private String ask(AddressKey key) {
        PreparedReply prepared =
                replies.prepare(key, Verdict.UP, new ReplyRules(OptionalInt.empty(), false, Optional.empty()));
        prepared.onSent().run();
        return prepared.reply().render();
    }

    @Test
    void changeOfAnotherProcessIsAppliedAndNotSavedAgain() {
        Overrides elsewhere = new Overrides(Optional.of(drain(Optional.empty())), Optional.empty());
        replies.overrides().applyExternal(new StateChange.OfOverrides("orders", elsewhere));
        assertThat(ask("10.0.0.1")).startsWith("drain up");
        replies.overrides().applyExternal(new StateChange.OfOverrides("orders", Overrides.NONE));
        assertThat(ask("10.0.0.1")).isEqualTo("ready up\n");
        assertThat(store.load().overrides()).isEmpty();
    }

    private void restartQuietly() {
        try {
            restart();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> addresses() {
        return store.load().resets().keySet().stream().map(AddressKey::address).toList();
    }

    private void drainAndClear(String address) {
        replies.overrides().setState(ORDERS, drain(Optional.empty()));
        assertThat(ask(address)).startsWith("drain up");
        replies.overrides().clear(ORDERS);
    }

    private OperatorOverride<State> drain(Optional<Instant> until) {
        return state(State.DRAIN, until);
    }

    private OperatorOverride<State> state(State state, Optional<Instant> until) {
        return new OperatorOverride<>(state, Reason.of("deploy 42"), "ann", time.now(), until);
    }

    private OperatorOverride<Integer> weight(int percent, Optional<Instant> until) {
        return new OperatorOverride<>(percent, Reason.NONE, "ann", time.now(), until);
    }

    private String ask(String address) {
        return ask("orders", Verdict.UP, address);
    }

    private String ask(String target, Verdict verdict, String address) {
        AgentReply reply =
                replies.reply(target, verdict, address, new ReplyRules(OptionalInt.empty(), false, Optional.empty()));
        return reply.render();
    }
}
