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

/** What becomes of servers in a real HAProxy when their services fall ill, die and come back. */
@Timeout(60)
class SiteIT {
    /** Two polls, and one for the check that was under way when it happened. */
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
    void allIsUp() throws Exception {
        site.service("orders").well();
        site.awaitUp("orders", true, START);
        site.awaitUp("payments", true, START);
    }

    @Test
    void aSickServiceIsDownWithItsOwnWordsAndUpWhenItIsWell() throws Exception {
        site.service("orders").sick("db, is: gone");
        site.awaitUp("orders", false, TWO_POLLS);
        assertThat(site.server("payments").isUp()).isTrue();
        assertThat(site.haproxy().log()).contains("via agent : down (db, is: gone)");
        site.service("orders").well();
        site.awaitUp("orders", true, TWO_POLLS);
    }

    @Test
    void aKilledServiceIsDownWithinTwoPollsAndUpWithinTwoPollsOfItsRestart() throws Exception {
        site.service("orders").kill();
        site.awaitUp("orders", false, TWO_POLLS);
        site.service("orders").restart();
        site.awaitUp("orders", true, TWO_POLLS);
    }

    @Test
    void aHungServiceIsDownAlthoughItNeverAnswers() throws Exception {
        site.service("orders").hang();
        site.awaitUp("orders", false, TWO_POLLS);
        assertThat(site.haproxy().log()).contains("via agent : fail (no answer within 320ms)");
    }

    @Test
    void aServiceThatIsRestartedInGoodOrderComesBackUnderItsNewName() throws Exception {
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
    void theBridgesEndAndReturnChangeNoServersState() throws Exception {
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
    void anAgentThatDiedLeavesServersThatComeUpWithHaproxysOwnRestart() throws Exception {
        site.bridge().kill();
        site.haproxy().restart();
        site.awaitUp("orders", true, START);
        site.bridge().restart();
        site.service("orders").sick("still here");
        site.awaitUp("orders", false, START);
    }

    @Test
    void theMetricsTellWhatHaproxyWasTold() throws Exception {
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
    void trafficGoesOnlyToWhomTheBridgeCallsUp() throws Exception {
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

    /** Until HAProxy has asked in vain at least once since now. */
    private static void awaitUnreachableAgent() {
        Await.until(
                "HAProxy to find the agent gone",
                START,
                () -> site.names().stream()
                        .allMatch(name -> site.server(name).agentStatus().startsWith("L4")));
    }
}
