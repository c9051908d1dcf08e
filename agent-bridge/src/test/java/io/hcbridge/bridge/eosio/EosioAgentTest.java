/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hcbridge.bridge.eosio.allow.AllowEntry;
import io.hcbridge.bridge.eosio.allow.AllowList;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.MeterValues;
import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.probe.ProbeLoop;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.target.CheckTarget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

@Timeout(30)
final class EosioAgentTest {
    private static final List<String> REASONS =
            List.of("eosio_url", "eosio_not_listed", "eosio_host_field", "eosio_address");

    private final ProbeLoop loop = new ProbeLoop(IoKind.ofSystem());
    private final BridgeMetrics metrics = new BridgeMetrics(InstantSource.system(), System::nanoTime, "test");
    private final EosioAgent agent = new EosioAgent(
            loop.environment(), new AllowList(List.of(AllowEntry.parse("localhost"))), Duration.ofSeconds(20), metrics);

    @AfterEach
    void stop() throws Exception {
        loop.call(() -> {
            agent.close();
            return true;
        });
        loop.close();
    }

    /** The line that is sent to HAProxy. */
    private String ask(String line) throws Exception {
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        CheckTarget target = loop.call(() -> {
            CheckTarget found = agent.find(line).orElseThrow();
            found.ask("127.0.0.1", result::complete);
            return found;
        });
        Verdict verdict = (Verdict) result.get(20, TimeUnit.SECONDS);
        return loop.call(() -> {
            String reply = target.prepare(verdict, "127.0.0.1").reply().render();
            target.replied(target.prepare(verdict, "127.0.0.1").reply());
            return reply.strip();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            v1|http://localhost?x;                eosio_url
            v1|http://127.1;                      eosio_url
            v1|http://other;                      eosio_not_listed
            other;                                eosio_not_listed
            v1|http://localhost|10|other;         eosio_host_field
            # A listed name that leads to an address that is neither public nor listed.
            v1|http://localhost:1;                eosio_address
            """)
    void refusedLineIsCountedByItsReasonAlone(String line, String reason) throws Exception {
        assertThat(ask(line)).isEqualTo("failed fail #not allowed");
        for (String each : REASONS) {
            assertThat(MeterValues.of(metrics, "hcbridge_rejected_requests_total{reason=\"" + each + "\"}"))
                    .as(each)
                    .isEqualTo(each.equals(reason) ? 1 : 0);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            v1|http://localhost:1;  'eosio: refused ''http://localhost:1'': the address is neither public nor in eosio.allow ('; 127.0.0.1
            v1|http://127.1;        'eosio: refused ''http://127.1'': the URL is not valid (host: must be a name or an address';  usual form
            """)
    void logNamesTheReasonOfARefusalAndItsDetail(String line, String start, String detail) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(EosioLog.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        try {
            ask(line);
            assertThat(loop.call(() -> logged.list.get(0).getFormattedMessage()))
                    .startsWith(start)
                    .contains(detail);
        } finally {
            logger.detachAppender(logged);
        }
    }

    @Test
    void repliesAreCountedByTheirVerdict() throws Exception {
        for (String line : List.of("debug|up", "debug|up", "debug|down", "debug|drain", "v1|http://other")) {
            ask(line);
        }
        assertThat(replies("up")).isEqualTo(2);
        assertThat(replies("down")).isEqualTo(1);
        assertThat(replies("none")).isEqualTo(1);
        assertThat(replies("failed")).isEqualTo(1);
    }

    private double replies(String verdict) {
        return MeterValues.of(metrics, "hcbridge_eosio_replies_total{verdict=\"" + verdict + "\"}");
    }

    @Test
    void requestsAreTimedAndEndpointsAreShown() throws Exception {
        ask("v1|http://localhost:1");
        ask("v2|http://localhost:1");
        ask("v2|http://localhost:1|20");
        assertThat(MeterValues.of(metrics, "hcbridge_eosio_request_duration_seconds_count"))
                .isEqualTo(3);
        assertThat(MeterValues.of(metrics, "hcbridge_eosio_urls")).isEqualTo(2);
    }
}
