/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.bridge.override.StateChange.OfReport;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the report that stays in effect while a service cannot be queried. */
final class ServiceReportTest {
    private final TestClocks time = new TestClocks();
    private final RecordingStore store = new RecordingStore();
    private ReplyComposer replies;

    @BeforeEach
    void restart() throws IOException {
        replies = ReplyComposer.load(store, time.clocks(), Duration.ofSeconds(30), Set.of("orders"));
    }

    @ParameterizedTest
    @CsvSource({
        // last status, reply under on-failed: fail, reply under on-failed: report
        "up, failed fail #no answer, failed #no answer",
        "down #db, failed fail #no answer, failed #no answer",
        "up drain, drain failed fail #no answer, drain failed #no answer",
        "down maint #disk, maint failed fail #no answer, maint failed #no answer",
        "up 10%, failed fail 10% #no answer, failed 10% #no answer",
        "up drain 10%, drain failed fail #no answer, drain failed #no answer",
        "up ready, failed fail #no answer, failed #no answer",
        "stopped #bye, failed fail #no answer, failed #no answer",
    })
    void serviceThatCannotBeAskedKeepsItsAdminStateAndWeight(String status, String failing, String reporting)
            throws Exception {
        assertThat(reply(reported(status), false)).doesNotContain("failed");
        for (int i = 0; i < 3; i++) {
            assertThat(reply(Verdict.failed("no answer"), false)).isEqualTo(failing + "\n");
            assertThat(reply(Verdict.failed("no answer"), true)).isEqualTo(reporting + "\n");
        }
        restart();
        assertThat(reply(Verdict.failed("no answer"), false)).isEqualTo(failing + "\n");
        assertThat(reply(Verdict.failed("no answer"), true)).isEqualTo(reporting + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        // last status, reply when .hc-socket is gone
        "up, failed fail #gone",
        "down #db, failed fail #gone",
        "up 10%, failed fail 10% #gone",
        "stopped #bye, stopped #bye",
        "stopped, stopped #closed on purpose",
        "drain up #deploy 42, drain stopped #deploy 42",
        "drain up 10%, drain stopped #closed on purpose",
        "maint down #disk swap, maint stopped #disk swap",
    })
    void serviceThatWithdrawsAfterDrainOrStoppedIsStopped(String status, String line) throws Exception {
        reply(reported(status), false);
        assertThat(reply(Verdict.withdrawn("gone"), false)).isEqualTo(line + "\n");
        restart();
        assertThat(reply(Verdict.withdrawn("gone"), true)).isEqualTo(line.replace("failed fail", "failed") + "\n");
    }

    @Test
    void missingServiceWithoutAReportHasFailed() {
        assertThat(reply(Verdict.withdrawn("gone"), false)).isEqualTo("failed fail #gone\n");
    }

    @Test
    void readyIsNotSentUntilAStoppedServiceReturns() throws Exception {
        assertThat(reply(reported("up drain #deploy"), false)).isEqualTo("drain up #deploy\n");
        assertThat(reply(reported("stopped #bye"), false)).isEqualTo("drain stopped #bye\n");
        assertThat(reply(Verdict.withdrawn("gone"), false)).isEqualTo("drain stopped #bye\n");
        assertThat(reply(Verdict.failed("starting"), false)).isEqualTo("drain failed fail #starting\n");
        assertThat(reply(Verdict.UP, false)).isEqualTo("ready up\n");
        assertThat(reply(Verdict.withdrawn("gone"), false)).isEqualTo("ready failed fail #gone\n");
    }

    @ParameterizedTest
    @CsvSource({
        // last status, reply to a ping that says healthy, reply to one that says db
        "up, up, down #db",
        "up drain #deploy, drain up, drain down #db",
        "maint down #disk, maint up, maint down #db",
        "up 10%, up 10%, down 10% #db",
    })
    void pingInThePlaceOfAnUnansweredStatusKeepsTheReport(String status, String healthy, String unhealthy)
            throws Exception {
        String before = reply(reported(status), false);
        for (int i = 0; i < 3; i++) {
            assertThat(reply(Verdict.UP.healthOnly(), false)).isEqualTo(healthy + "\n");
            assertThat(reply(Verdict.down("db").healthOnly(), false)).isEqualTo(unhealthy + "\n");
        }
        assertThat(reply(reported(status), false)).isEqualTo(before);
        restart();
        assertThat(reply(Verdict.UP.healthOnly(), false)).isEqualTo(healthy + "\n");
    }

    @Test
    void serverWithoutStatusClearsTheReport() throws Exception {
        assertThat(reply(reported("up drain"), false)).isEqualTo("drain up\n");
        assertThat(reply(Verdict.UP, false)).isEqualTo("ready up\n");
    }

    @Test
    void verdictAtTheDeadlineIncludesTheReport() throws Exception {
        reply(reported("up drain"), false);
        Verdict late = Verdict.failed("no answer within 900ms");
        assertThat(replies.reply(
                                "orders", late, "10.0.0.1", new ReplyRules(OptionalInt.empty(), true, Optional.empty()))
                        .render())
                .isEqualTo("drain failed #no answer within 900ms\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail drain", "fail 10%"})
    void failureReportedByTheServiceReplacesTheReport(String status) throws Exception {
        reply(reported("up maint"), false);
        assertThat(reply(reported(status), false)).doesNotContain("maint");
    }

    @Test
    void onlyChangesAreSaved() throws Exception {
        Verdict drain = reported("up drain #a");
        for (int i = 0; i < 100; i++) {
            observe(drain);
            observe(Verdict.failed("no answer"));
        }
        assertThat(store.saves).hasSize(1);
        observe(Verdict.UP);
        observe(Verdict.down("db"));
        assertThat(store.saves).hasSize(2).last().isEqualTo(new OfReport("orders", ServiceReport.NOTHING));
        assertThat(store.load().reports()).isEmpty();
    }

    @Test
    void changingWeightIsSavedEveryTenSeconds() throws Exception {
        for (int i = 0; i < 1000; i++) {
            observe(reported("up " + (1 + i % 100) + "%"));
            time.pass(Duration.ofMillis(100));
        }
        assertThat(store.saves).hasSize(10);
        replies.save();
        replies.save();
        assertThat(store.saves).hasSize(11);
        assertThat(store.load()
                        .reports()
                        .getOrDefault("orders", ServiceReport.NOTHING)
                        .capacity()
                        .weight())
                .hasValue(100);
    }

    @Test
    void adminStateIsSavedAtOnceTogetherWithWeights() throws Exception {
        observe(reported("up 9%"));
        observe(reported("up 10%"));
        assertThat(store.saves).hasSize(1);
        observe(reported("up drain 10%"));
        assertThat(store.saves)
                .hasSize(2)
                .last()
                .isEqualTo(new OfReport(
                        "orders",
                        new ServiceReport(
                                Optional.of(Admin.DRAIN),
                                new Capacity(OptionalInt.of(10), OptionalInt.empty()),
                                false,
                                Reason.NONE)));
        observe(reported("stopped"));
        assertThat(store.saves).hasSize(3);
    }

    @Test
    void reportsOfTargetsThatAreNotConfiguredAreRemoved() throws Exception {
        observe(reported("up drain"));
        store.save(List.of(new OfReport("old", store.load().reports().getOrDefault("orders", ServiceReport.NOTHING))));
        restart();
        replies.save();
        assertThat(store.load().reports()).containsOnlyKeys("orders");
    }

    @Test
    void readyIsNotAllowedInAReport() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServiceReport(Optional.of(Admin.READY), Capacity.NONE, false, Reason.NONE));
    }

    private void observe(Verdict probed) {
        assertThat(replies.reportedState("orders").apply(probed).reason()).isEqualTo(probed.reason());
    }

    private String reply(Verdict probed, boolean reportOnly) {
        Verdict verdict = replies.reportedState("orders").apply(probed);
        return replies.reply(
                        "orders",
                        verdict,
                        "10.0.0.1",
                        new ReplyRules(OptionalInt.empty(), reportOnly, Optional.empty()))
                .render();
    }

    private static Verdict reported(String status) throws ProtocolException {
        return Verdict.reported(AgentReply.parse(status)).orElseThrow();
    }
}
