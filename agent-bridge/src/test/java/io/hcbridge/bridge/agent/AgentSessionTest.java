/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.config.BridgeConfig.AgentConfig.UnknownTarget;
import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests one session in a channel in memory. Its clock is simulated, and every time limit is exact. */
final class AgentSessionTest {
    private static final long SILENCE = 50;
    private static final long ANSWER = 900;
    private static final long LINGER = 250;
    private static final Client CLIENT = new Client("10.0.0.1", 4711);
    private static final Verdict DRAINING =
            new Verdict(Health.UP, Optional.of(Admin.DRAIN), Capacity.NONE, Reason.NONE, false);

    private TestTarget web;
    private TestChannel channel;

    @BeforeEach
    void connect() throws IOException {
        web = new TestTarget();
        channel = connected();
    }

    private TestChannel connected() {
        return connected(UnknownTarget.FAIL);
    }

    private TestChannel connected(UnknownTarget unknownTarget) {
        return TestChannel.of(AgentSession.plain(
                new SessionEnvironment(
                        web.targets,
                        web.metrics,
                        new SessionTimes(SILENCE, ANSWER, LINGER),
                        new SessionLog(System::nanoTime),
                        unknownTarget),
                CLIENT));
    }

    @Test
    void lineGetsAReplyAndTheConnectionIsClosed() {
        assertThat(channel.receive("web\n").sent()).isEqualTo("up\n");
        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.isOutputShutdown()).isFalse();
        assertThat(web.replied("up")).isOne();
    }

    @Test
    void bytesMayArriveOneByOneUntilTheDeadline() {
        for (String one : List.of("w", "e", "b")) {
            assertThat(channel.receive(one).pass(SILENCE - 1).sent()).isEmpty();
        }
        assertThat(channel.receive("\n").sent()).isEqualTo("up\n");
    }

    @Test
    void silenceOf50MillisecondsEndsTheLine() {
        assertThat(channel.receive("web").pass(SILENCE - 1).sent()).isEmpty();
        assertThat(channel.pass(1).sent()).isEqualTo("up\n");
    }

    @Test
    void silenceFromTheStartMeansTheDefaultTarget() {
        assertThat(channel.pass(SILENCE - 1).sent()).isEmpty();
        assertThat(channel.pass(1).sent()).isEqualTo("failed fail #no target named\n");
        assertThat(web.rejected(Rejection.NO_TARGET_NAMED)).isOne();
    }

    @Test
    void bytesThatArriveInTheLastPollBeforeTheTimeoutCount() {
        channel.receive("we").runTimers(SILENCE);
        assertThat(channel.receive("b\n").sent()).isEqualTo("up\n");
    }

    @Test
    void endOfInputEndsTheLineAtOnce() {
        assertThat(channel.receive("web").receiveEnd().sent()).isEqualTo("up\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void endOfInputAfterTheLineChangesNothing() {
        web.hang();
        channel.receive("web\n").receiveEnd();
        assertThat(channel.isOpen()).isTrue();
        web.answer(Verdict.UP);
        channel.settle();
        assertThat(channel.sent()).isEqualTo("up\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void hungProbeGetsAReplyJustBeforeTheDeadline() {
        web.hang();
        assertThat(channel.receive("web\n").pass(ANSWER - 1).sent()).isEmpty();
        assertThat(channel.pass(1).sent()).isEqualTo("failed fail #no answer within 900ms\n");
        assertThat(channel.isOpen()).isFalse();
        assertThat(web.replied("failed")).isOne();
    }

    @Test
    void resultAfterTheDeadlineIsDropped() {
        web.hang();
        channel.receive("web\n").pass(ANSWER);
        channel.sent();
        web.answer(Verdict.UP);
        channel.settle();
        assertThat(channel.sent()).isEmpty();
        assertThat(web.replied("up")).isZero();
    }

    @Test
    void deadlineDuringTheLastReadSendsOneReply() {
        web.hang();
        channel.receive("web\n").pass(ANSWER - 1);
        web.answer(Verdict.UP);
        assertThat(channel.pass(1).sent()).isEqualTo("up\n");
    }

    @Test
    void lineThatDoesNotEndIsTooSlow() {
        for (long passed = 0; passed < ANSWER - SILENCE; passed += SILENCE - 1) {
            channel.receive("w").pass(SILENCE - 1);
        }
        assertThat(channel.receive("w").pass(SILENCE - 1).sent())
                .isEqualTo("failed fail #request line did not end in time\n");
        assertThat(web.rejected(Rejection.TOO_SLOW)).isOne();
    }

    @Test
    void clientThatSendsNothingUntilTheDeadlineGetsNoReply() throws IOException {
        channel = TestChannel.of(AgentSession.plain(
                new SessionEnvironment(
                        web.targets,
                        web.metrics,
                        new SessionTimes(SILENCE, SILENCE - 1, LINGER),
                        new SessionLog(System::nanoTime),
                        UnknownTarget.FAIL),
                CLIENT));
        assertThat(channel.pass(SILENCE - 2).isOpen()).isTrue();
        assertThat(channel.pass(1).sent()).isEmpty();
        assertThat(channel.isOpen()).isFalse();
        assertThat(web.rejected(Rejection.TOO_SLOW)).isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "nope, UNKNOWN_TARGET, unknown target 'nope'",
        "'GET / HTTP/1.1\r', MALFORMED, malformed request",
        "'', NO_TARGET_NAMED, no target named"
    })
    void invalidLineGetsOneFailedReply(String line, Rejection reason, String why) {
        assertThat(channel.receive(line + "\n").sent()).isEqualTo("failed fail #" + why + "\n");
        assertThat(web.rejected(reason)).isOne();
        assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "FAIL, failed fail #unknown target 'nope'",
        "REPORT, failed #unknown target 'nope'",
        "IGNORE, ''",
    })
    void replyToAnUnknownNameIsConfigurable(UnknownTarget configured, String reply) {
        channel = connected(configured);
        assertThat(channel.receive("nope\n").sent()).isEqualTo(reply.isEmpty() ? "" : reply + "\n");
        assertThat(web.rejected(Rejection.UNKNOWN_TARGET)).isOne();
        assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1024, unknown", "1025, line is longer than 1024 bytes"})
    void lineLengthIsLimited(int length, String why) {
        channel.receive("x".repeat(length) + (length > 1024 ? "" : "\n"));
        assertThat(channel.sent()).startsWith("failed fail #").contains(length > 1024 ? why : "malformed request");
        assertThat(web.rejected(Rejection.MALFORMED)).isOne();
    }

    @Test
    void clientThatSendsMoreIsReadToItsEndBeforeTheConnectionCloses() {
        assertThat(channel.receive("web\nmore").sent()).isEqualTo("up\n");
        assertThat(channel.isOutputShutdown()).isTrue();
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.config().isAutoRead()).isTrue();
        channel.receive("and more");
        assertThat(channel.pass(LINGER - 1).isOpen()).isTrue();
        assertThat(channel.receiveEnd().isOpen()).isFalse();
    }

    @Test
    void clientThatSendsMoreAndStaysIsClosedAfterTheLingerTime() {
        channel.receive("web\nmore");
        assertThat(channel.pass(LINGER - 1).isOpen()).isTrue();
        assertThat(channel.receive("and more").pass(1).isOpen()).isFalse();
    }

    @Test
    void bytesThatArriveDuringTheProbeStayInTheKernelUntilTheReply() {
        web.hang();
        channel.receive("web\n").receive("more");
        assertThat(channel.config().isAutoRead()).isFalse();
        web.answer(Verdict.UP);
        channel.settle();
        assertThat(channel.sent()).isEqualTo("up\n");
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void clientThatSentMoreAndClosedItsOutputIsClosedAtOnce() {
        web.hang();
        channel.receive("web\n").receive("more").receiveEnd();
        web.answer(Verdict.UP);
        channel.settle();
        assertThat(channel.sent()).isEqualTo("up\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void clientThatResetsWhileTheServiceHangsGetsNoReplyAndChangesNothing() {
        web.hang();
        channel.receive("web\n").receiveReset();
        assertThat(channel.isOpen()).isFalse();
        web.answer(DRAINING);
        channel.settle();
        assertNoReplyRecorded();
    }

    @Test
    void clientThatResetsDuringTheLastReadGetsNoReplyAndChangesNothing() {
        web.hang();
        channel.receive("web\n");
        web.answer(DRAINING);
        channel.receiveReset().settle();
        assertNoReplyRecorded();
    }

    private void assertNoReplyRecorded() {
        assertThat(channel.sent()).isEmpty();
        assertThat(web.replied("up")).isZero();
        assertThat(web.replies.lastReplies(TestTarget.NAME)).isEmpty();
        for (Rejection reason : Rejection.values()) {
            assertThat(web.rejected(reason)).as("%s", reason).isZero();
        }
    }

    @Test
    void replyIsRecordedForItsAddress() {
        web.willAnswer(DRAINING);
        assertThat(channel.receive("web\n").sent()).isEqualTo("drain up\n");
        ReplyComposer replies = web.replies;
        assertThat(replies.lastReplies(TestTarget.NAME))
                .singleElement()
                .satisfies(last -> assertThat(last.address()).isEqualTo("10.0.0.1"));
    }

    @Test
    void faultOfTheBridgeClosesTheConnectionWithoutAReply() {
        web.willAnswer(new BridgeFault("no descriptors"));
        assertThat(channel.receive("web\n").sent()).isEmpty();
        assertThat(channel.isOpen()).isFalse();
        assertThat(web.rejected(Rejection.BRIDGE_FAULT)).isOne();
    }

    @Test
    void faultAfterTheDeadlineIsNotCounted() {
        web.hang();
        channel.receive("web\n").pass(ANSWER);
        web.answer(new BridgeFault("no descriptors"));
        assertThat(web.rejected(Rejection.BRIDGE_FAULT)).isZero();
    }

    @Test
    void exceptionOfTheSessionClosesItsConnectionAndIsCounted() {
        channel.pipeline().fireExceptionCaught(new IllegalStateException("wanted here"));
        assertThat(channel.isOpen()).isFalse();
        assertThat(web.rejected(Rejection.BRIDGE_FAULT)).isOne();
        assertThat(channel.pass(ANSWER).sent()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void endedConnectionHasNoTimer(Ending ending) {
        web.hang();
        ending.of(channel);
        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
    }

    private enum Ending {
        RESET {
            @Override
            void of(TestChannel channel) {
                channel.receive("we").receiveReset();
            }
        },
        CLOSED {
            @Override
            void of(TestChannel channel) {
                channel.receive("web\n").close();
            }
        },
        REJECTED {
            @Override
            void of(TestChannel channel) {
                channel.receive("nope\n");
            }
        },
        LINGERED {
            @Override
            void of(TestChannel channel) {
                channel.receive("nope\nmore").receiveEnd();
            }
        },
        LINGER_RESET {
            @Override
            void of(TestChannel channel) {
                channel.receive("nope\nmore").receiveReset();
            }
        };

        abstract void of(TestChannel channel);
    }
}
