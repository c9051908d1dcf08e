/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.shape.StabilityRules;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the lines about what a service reports, in the log. */
class ReportedStateLogTest {
    private static final String UP = "target orders: unknown -> up";

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private long now;
    private ResultPipeline pipeline;

    @BeforeEach
    void open() {
        Logger log = new LoggerContext().getLogger("test");
        lines.start();
        log.addAppender(lines);
        BridgeMetrics metrics = new BridgeMetrics(InstantSource.system(), () -> now, "test");
        pipeline = new ResultPipeline(
                "orders", StabilityRules.NONE, UnaryOperator.identity(), metrics.target("orders"), () -> now, log);
    }

    private void report(Optional<Admin> admin, int weight, String reason) {
        OptionalInt percent = weight < 0 ? OptionalInt.empty() : OptionalInt.of(weight);
        pipeline.accept(
                new Verdict(Health.UP, admin, new Capacity(percent, OptionalInt.empty()), Reason.of(reason), false));
    }

    private List<String> log() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void lateAnswerIsLoggedAsWhatHaproxyWasToldAndSoIsTheNextResult() {
        report(Optional.empty(), -1, "");
        pipeline.late(Verdict.failed("no answer within 450ms"));
        pipeline.late(Verdict.failed("no answer within 450ms"));
        report(Optional.empty(), -1, "");

        assertThat(log())
                .containsExactly(
                        UP, "target orders: up -> failed: no answer within 450ms", "target orders: failed -> up");
    }

    @Test
    void eachChangeOfTheAdministrativeStateHasALineWithItsReason() {
        report(Optional.empty(), -1, "");
        report(Optional.of(Admin.DRAIN), -1, "deploy 42");
        report(Optional.of(Admin.DRAIN), -1, "deploy 42");
        report(Optional.of(Admin.MAINT), -1, "disk");
        report(Optional.empty(), -1, "");

        assertThat(log())
                .containsExactly(
                        UP,
                        "target orders: ready -> drain: deploy 42",
                        "target orders: drain -> maint: disk",
                        "target orders: maint -> ready");
        assertThat(lines.list.get(1).getKeyValuePairs())
                .extracting(pair -> pair.key + "=" + pair.value)
                .containsExactly("target=orders", "from=ready", "to=drain", "reason=deploy 42");
    }

    @Test
    void weightIsLoggedAtMostOnceInTenSecondsAndItsLastValueIsNotLost() {
        report(Optional.empty(), 50, "");
        report(Optional.empty(), 51, "");
        report(Optional.empty(), 52, "");
        now += Duration.ofSeconds(10).toNanos();
        report(Optional.empty(), 52, "");
        now += Duration.ofSeconds(10).toNanos();
        report(Optional.empty(), 52, "");
        report(Optional.empty(), -1, "");

        assertThat(log())
                .containsExactly(
                        "target orders: weight 100% -> 50%",
                        UP, "target orders: weight 50% -> 52%", "target orders: weight 52% -> 100%");
    }

    @Test
    void aServiceThatReportsNothingHasNoLineOfItsOwn() {
        report(Optional.empty(), -1, "");
        report(Optional.empty(), 100, "");
        assertThat(log()).containsExactly(UP);
    }
}
