/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.Site;
import io.hcbridge.haproxy.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class RollingRestartIT {
    private static final int REQUESTS_PER_SECOND = 200;
    /** Longer than two checks of a site, and than the time for which a service drains. */
    private static final Duration SOON = Duration.ofSeconds(LongForm.choose(15, 40));

    private static final Site.Polling SLOW = LongForm.choose(
            new Site.Polling(Duration.ofSeconds(2), "200ms", Duration.ofSeconds(12)),
            new Site.Polling(Duration.ofSeconds(5), "200ms", Duration.ofSeconds(30)));

    @Test
    void rollingRestartOfThreeServicesLosesNoRequest() throws Exception {
        try (Site site = Site.start(Homes.hcbridge(), List.of("one", "two", "three"))) {
            restartAll(site);
        }
    }

    /** The services are queried at least ten times as often as HAProxy checks them. */
    @Test
    void rollingRestartLosesNoRequestIfTheBridgeProbesInTheBackground() throws Exception {
        try (Site site = Site.start(Homes.hcbridge(), List.of("one", "two"), SLOW)) {
            restartAll(site);
        }
    }

    private static void restartAll(Site site) throws Exception {
        for (String name : site.names()) {
            site.awaitUp(name, true, SOON);
        }
        try (Traffic traffic = Traffic.to(site.backend().uri(), REQUESTS_PER_SECOND)) {
            for (String name : site.names()) {
                Await.until("traffic to flow", SOON, moreThan(traffic));
                site.service(name).terminate();
                site.awaitUp(name, false, SOON);
                site.service(name).restart();
                site.awaitUp(name, true, SOON);
            }
            Await.until("traffic to flow", SOON, moreThan(traffic));
            traffic.end();
            assertThat(traffic.errors()).isEmpty();
            assertThat(traffic.failed()).isZero();
            assertThat(traffic.served()).isGreaterThan(500);
        }
    }

    /** Returns a condition that is true after 100 further successful requests. */
    private static BooleanSupplier moreThan(Traffic traffic) {
        long before = traffic.served();
        return () -> traffic.served() >= before + 100;
    }
}
