/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.Site;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** States of servers in a real HAProxy when their services fail, are killed and return. */
@Timeout(60)
class SiteIT {
    /** Two polls, plus one for a check that has already started. */
    private static final Duration TWO_POLLS = Site.POLL.multipliedBy(3);

    private static final Duration START = Duration.ofSeconds(10);

    private static Site site;

    @BeforeAll
    static void start() throws Exception {
        site = Site.start(Homes.hcbridge(), List.of("orders", "payments"));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @BeforeEach
    void awaitAllUp() throws Exception {
        site.service("orders").well();
        site.awaitUp("orders", true, START);
        site.awaitUp("payments", true, START);
    }

    @Test
    void unhealthyServiceIsDownWithItsTextAndUpAfterItsRecovery() throws Exception {
        site.service("orders").sick("db, is: gone");
        site.awaitUp("orders", false, TWO_POLLS);
        assertThat(site.server("payments").isUp()).isTrue();
        assertThat(site.haproxy().log()).contains("via agent : down (db, is: gone)");
        site.service("orders").well();
        site.awaitUp("orders", true, TWO_POLLS);
    }

    @Test
    void killedServiceIsDownWithinTwoPollsAndUpWithinTwoPollsAfterItsRestart() throws Exception {
        site.service("orders").kill();
        site.awaitUp("orders", false, TWO_POLLS);
        site.service("orders").restart();
        site.awaitUp("orders", true, TWO_POLLS);
    }

    @Test
    void serviceThatDoesNotReplyIsDown() throws Exception {
        site.service("orders").hang();
        site.awaitUp("orders", false, TWO_POLLS);
        assertThat(site.haproxy().log()).contains("via agent : fail (no answer within 320ms)");
    }

    @Test
    void restartedServiceIsUpUnderItsNewSocketName() throws Exception {
        Path file = site.service("orders").directory().resolve(".hc-socket");
        String before = Files.readString(file);
        site.service("orders").terminate();
        assertThat(file).doesNotExist();
        site.awaitUp("orders", false, TWO_POLLS);
        site.service("orders").restart();
        site.awaitUp("orders", true, TWO_POLLS);
        assertThat(Files.readString(file)).isNotEqualTo(before);
    }

    @Test
    void restartOfTheBridgeChangesNoServerState() throws Exception {
        site.service("orders").sick("out of stock");
        site.awaitUp("orders", false, TWO_POLLS);
        assertThat(site.bridge().terminate()).isZero();
        awaitUnreachableAgent();
        assertThat(site.server("orders").isUp()).isFalse();
        assertThat(site.server("payments").isUp()).isTrue();

        site.bridge().restart();
        site.service("orders").well();
        site.awaitUp("orders", true, START);
        assertThat(site.server("payments").isUp()).isTrue();
    }

    @Test
    void withoutAnAgentServersAreUpAfterARestartOfHaproxy() throws Exception {
        site.bridge().kill();
        site.haproxy().restart();
        site.awaitUp("orders", true, START);
        site.bridge().restart();
        site.service("orders").sick("still here");
        site.awaitUp("orders", false, START);
    }

    @Test
    void metricsShowTheSentVerdicts() throws Exception {
        site.service("orders").sick("for the metrics");
        site.awaitUp("orders", false, TWO_POLLS);
        assertThat(site.bridge().metrics().verdict("orders")).isEqualTo("down");
        assertThat(site.bridge().metrics().verdict("payments")).isEqualTo("up");
        assertThat(site.bridge()
                        .metrics()
                        .sample("hcbridge_replies_total{target=\"orders\",verdict=\"down\"}")
                        .orElseThrow())
                .isPositive();
    }

    @Test
    void trafficGoesOnlyToServersWithVerdictUp() throws Exception {
        site.service("payments").sick("not for customers");
        site.awaitUp("payments", false, TWO_POLLS);
        try {
            for (int i = 0; i < 20; i++) {
                assertThat(Http.get(site.backend().uri())).contains("orders");
            }
        } finally {
            site.service("payments").well();
        }
    }

    /** Waits until at least one further agent check of HAProxy has failed. */
    private static void awaitUnreachableAgent() {
        Await.until(
                "HAProxy to find the agent gone",
                START,
                () -> site.names().stream()
                        .allMatch(name -> site.server(name).agentStatus().startsWith("L4")));
    }
}
