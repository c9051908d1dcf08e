/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.override.OperatorOverride.State;
import io.hcbridge.bridge.override.StateChange.OfResets;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.shape.Ramp;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the replies to HAProxies of a target with a ramp of 30 s from 10 %. */
final class RampReplyTest {
    private static final Duration READY_FOR = Duration.ofSeconds(10);
    private static final List<String> ORDERS = List.of("orders");
    private static final Ramp RAMP = new Ramp(Duration.ofSeconds(30), 10);
    private static final ReplyRules FAIL = new ReplyRules(OptionalInt.empty(), false, Optional.of(RAMP));
    private static final ReplyRules REPORT = new ReplyRules(OptionalInt.empty(), true, Optional.of(RAMP));

    private final TestClocks time = new TestClocks();
    private final SlowStore store = new SlowStore();
    private ReplyComposer replies;

    @BeforeEach
    void restart() throws IOException {
        replies = ReplyComposer.load(store, time.clocks(), READY_FOR, Set.of("orders"));
    }

    @Test
    void weightRisesWithTheUpThatBeginsTheRampAndEndsWithTheReset() {
        assertThat(ask("up")).isEqualTo("up\n");
        assertThat(ask("down")).isEqualTo("down\n");
        for (int second = 0; second < 30; second++) {
            assertThat(ask("up")).isEqualTo("up " + (10 + 3 * second) + "%\n");
            seconds(1);
        }
        for (int second = 0; second <= 10; second++) {
            assertThat(ask("up")).isEqualTo("up 100%\n");
            seconds(1);
        }
        assertThat(ask("up")).isEqualTo("up\n");
        assertThat(store.load()).isEqualTo(SavedState.EMPTY);
    }

    @Test
    void weightIsSentWithReadyAfterDrainAndNotBefore() {
        ask("up");
        assertThat(ask("drain up")).isEqualTo("drain up\n");
        assertThat(ask("up")).isEqualTo("ready up 10%\n");
        seconds(10);
        assertThat(ask("up")).isEqualTo("ready up 40%\n");
        assertThat(ask("drain up")).isEqualTo("drain up\n");
        seconds(20);
        assertThat(ask("up")).isEqualTo("ready up 10%\n");
    }

    @Test
    void weightOfTheRampIsNotSentWithMaint() {
        ask("up");
        assertThat(ask("maint up")).isEqualTo("maint up\n");
        assertThat(ask("up")).isEqualTo("ready up 10%\n");
        seconds(10);
        // HAProxy applies a weight during maint without a log line, so the reset is sent at once.
        assertThat(ask("maint up")).isEqualTo("maint up 100%\n");
        assertThat(ask("up")).isEqualTo("ready up 10%\n");
    }

    @Test
    void overrideOfAnOperatorBeginsARampWhenItEnds() {
        ask("up");
        replies.overrides()
                .setState(
                        ORDERS,
                        new OperatorOverride<>(
                                State.DRAIN,
                                Reason.NONE,
                                "ann",
                                time.now(),
                                Optional.of(time.now().plusSeconds(5))));
        assertThat(ask("up")).isEqualTo("drain up #set by ann\n");
        seconds(5);
        assertThat(ask("up")).isEqualTo("ready up 10%\n");
    }

    /** A discovered service that is stopped for longer than {@code forget-after} is removed from the targets. */
    @Test
    void targetThatWasRemovedWhileOutOfServiceReturnsWithARamp() {
        ask("up");
        ask("stopped");
        targets();
        seconds(3600);
        targets("orders");
        assertThat(ask("up")).isEqualTo("up 10%\n");
        seconds(30);
        assertThat(ask("up")).isEqualTo("up 100%\n");
        targets();
        targets("orders");
        assertThat(ask("up")).isEqualTo("up 100%\n");
    }

    @Test
    void onlyTheLastTargetsThatWereRemovedAreRemembered() {
        ask("up");
        ask("stopped");
        targets();
        String[] others = IntStream.range(0, RampRegistry.MAX_REMOVED)
                .mapToObj(i -> "t" + i)
                .toArray(String[]::new);
        targets(others);
        for (String other : others) {
            replies.reply(other, Verdict.failed("gone"), "10.0.0.1", FAIL);
        }
        targets();
        targets("orders");
        assertThat(ask("up")).isEqualTo("up\n");
        targets("orders", "t0");
        assertThat(replies.reply("t0", Verdict.UP, "10.0.0.1", FAIL).render()).isEqualTo("up 10%\n");
    }

    private void targets(String... names) {
        replies.configured(Set.of(names), Set.of(names));
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "up 50%"})
    void firstResultOfAStartBeginsNoRamp(String first) {
        assertThat(ask(first)).isEqualTo(first + "\n");
        restartQuietly();
        assertThat(ask("up")).isEqualTo(first.equals("up") ? "up\n" : "up 100%\n");
    }

    @Test
    void failureBeginsARampUnlessItWasOnlyReported() {
        ask("up");
        assertThat(ask(Verdict.failed("gone"), "10.0.0.1", REPORT)).isEqualTo("failed #gone\n");
        assertThat(ask(Verdict.UP, "10.0.0.1", REPORT)).isEqualTo("up\n");
        ask(Verdict.failed("gone"), "10.0.0.1", FAIL);
        assertThat(ask(Verdict.failed("gone"), "10.0.0.1", REPORT)).isEqualTo("failed #gone\n");
        assertThat(ask(Verdict.UP, "10.0.0.1", REPORT)).isEqualTo("up 10%\n");
        seconds(10);
        assertThat(ask(Verdict.failed("gone"), "10.0.0.1", REPORT)).isEqualTo("failed 40% #gone\n");
    }

    @Test
    void weightOfTheServiceOrTheOperatorIsTheEndOfTheRamp() {
        ask("up 50%");
        ask("down 50%");
        assertThat(ask("up 50%")).isEqualTo("up 5%\n");
        seconds(15);
        assertThat(ask("up 50%")).isEqualTo("up 27%\n");
        assertThat(ask("up 4%")).isEqualTo("up 2%\n");
        replies.overrides()
                .setWeight(ORDERS, new OperatorOverride<>(20, Reason.NONE, "ann", time.now(), Optional.empty()));
        assertThat(ask("up 50%")).isEqualTo("up 11%\n");
        seconds(15);
        assertThat(ask("up 50%")).isEqualTo("up 20%\n");
    }

    @Test
    void everyHaproxyGetsTheWeightOfTheSameRamp() {
        ask(Verdict.UP, "10.0.0.1", FAIL);
        ask(Verdict.UP, "10.0.0.2", FAIL);
        ask(Verdict.down(""), "10.0.0.1", FAIL);
        assertThat(ask(Verdict.UP, "10.0.0.1", FAIL)).isEqualTo("up 10%\n");
        seconds(10);
        // This one did not see the target down.
        assertThat(ask(Verdict.UP, "10.0.0.2", FAIL)).isEqualTo("up 40%\n");
        assertThat(replies.rampWeight("orders", RAMP)).hasValue(40);
        seconds(20);
        assertThat(replies.rampWeight("orders", RAMP)).isEmpty();
    }

    @Test
    void resetIsOnDiskBeforeTheFirstWeightIsSent() {
        ask(Verdict.UP, "10.0.0.1", FAIL);
        ask(Verdict.UP, "10.0.0.2", FAIL);
        store.hold();
        assertThat(ask(Verdict.down(""), "10.0.0.1", FAIL)).isEqualTo("down\n");
        assertThat(savedWeights()).containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2");
        // The disk hangs. A reply does not wait for it, and has no weight that a crash would leave behind.
        assertThat(ask(Verdict.UP, "10.0.0.1", FAIL)).isEqualTo("up\n");
        assertThat(ask(Verdict.UP, "10.0.0.2", FAIL)).isEqualTo("up\n");
        store.release();
        seconds(10);
        assertThat(ask(Verdict.UP, "10.0.0.1", FAIL)).isEqualTo("up 40%\n");
        assertThat(ask(Verdict.UP, "10.0.0.2", FAIL)).isEqualTo("up 40%\n");
    }

    @Test
    void failedSaveIsTrustedOnlyAfterTheStoreHasRecovered() {
        ask("up");
        store.hold();
        ask("down");
        store.fail();
        assertThat(ask("up")).isEqualTo("up\n");
        store.recover();
        assertThat(ask("up")).isEqualTo("up 10%\n");
    }

    @Test
    void killedBridgeLeavesNoWeightBehind() {
        ask("up");
        ask("down");
        ask("up");
        // The reply was sent, and nothing was saved after it.
        time.pass(Duration.ofHours(2));
        restartQuietly();
        assertThat(ask("up")).isEqualTo("up 100%\n");
    }

    @Test
    void addressWithoutAWeightGetsNoResetWhenTheRampEndedWithoutIt() {
        ask(Verdict.UP, "10.0.0.1", FAIL);
        ask(Verdict.UP, "10.0.0.2", FAIL);
        ask(Verdict.down(""), "10.0.0.1", FAIL);
        ask(Verdict.UP, "10.0.0.1", FAIL);
        seconds(31);
        ask(Verdict.UP, "10.0.0.1", FAIL);
        assertThat(ask(Verdict.UP, "10.0.0.2", FAIL)).isEqualTo("up\n");
        assertThat(savedWeights()).containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2", "10.0.0.1", "!10.0.0.2");
    }

    @Test
    void rampSurvivesARestartAndARebootOfTheMachine() {
        ask("up");
        ask("down");
        ask("up");
        time.pass(Duration.ofSeconds(10));
        time.reboot();
        restartQuietly();
        assertThat(ask("up")).isEqualTo("up 40%\n");
        time.pass(Duration.ofSeconds(20));
        restartQuietly();
        assertThat(ask("up")).isEqualTo("up 100%\n");
        assertThat(store.load().ramps()).isEmpty();
    }

    @Test
    void wallClockSetBackDuringARestartExtendsTheRampByNoMoreThanItsLength() {
        ask("up");
        ask("down");
        ask("up");
        time.setWallClock(Duration.ofDays(-3));
        restartQuietly();
        assertThat(ask("up")).isEqualTo("up 10%\n");
        seconds(30);
        assertThat(ask("up")).isEqualTo("up 100%\n");
    }

    @Test
    void oldRampsAndThoseOfRemovedTargetsAreRemovedFromTheStore() throws IOException {
        ask("up");
        ask("down");
        ask("up");
        assertThat(store.load().ramps()).containsOnlyKeys("orders");
        ReplyComposer.load(store, time.clocks(), READY_FOR, Set.of("billing"));
        assertThat(store.load().ramps()).isEmpty();
        ask("down");
        ask("up");
        time.pass(Duration.ofHours(1));
        restartQuietly();
        assertThat(store.load().ramps()).isEmpty();
    }

    private List<String> savedWeights() {
        return store.saves.stream()
                .filter(OfResets.class::isInstance)
                .map(OfResets.class::cast)
                .map(change ->
                        (change.resets().weight() ? "" : "!") + change.address().address())
                .toList();
    }

    private void seconds(int seconds) {
        time.pass(Duration.ofSeconds(seconds));
    }

    private void restartQuietly() {
        try {
            restart();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String ask(String serviceLine) {
        try {
            return ask(Verdict.reported(AgentReply.parse(serviceLine)).orElseThrow(), "10.0.0.1", FAIL);
        } catch (ProtocolException e) {
            throw new AssertionError(serviceLine, e);
        }
    }

    private String ask(Verdict verdict, String address, ReplyRules rules) {
        return replies.reply("orders", verdict, address, rules).render();
    }
}
