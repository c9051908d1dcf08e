/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** All times are in seconds. A vanished service is forgotten after 300. */
final class DiscoveredServicesTest {
    private static final Path SRV = Path.of("/srv");
    private static final Duration FORGET_AFTER = Duration.ofMinutes(5);

    private DiscoveredServices services = DiscoveredServices.NONE;

    @Test
    void servicesOfAScanAreTargets() {
        scan(0, "orders", "web");

        assertThat(services.targets().keySet()).containsExactly("orders", "web");
        assertThat(services.present()).containsExactlyInAnyOrder("orders", "web");
        assertThat(services.untilForgotten(0)).isEmpty();
    }

    @Test
    void vanishedServiceStaysUntilItIsForgotten() {
        scan(0, "orders", "web");
        scan(10, "web");
        assertThat(services.targets().keySet()).containsExactly("orders", "web");
        assertThat(services.present()).containsExactly("web");
        assertThat(services.untilForgotten(seconds(110))).hasValue(seconds(200));

        scan(309, "web");
        assertThat(services.targets().keySet()).containsExactly("orders", "web");
        scan(310, "web");

        assertThat(services.targets().keySet()).containsExactly("web");
    }

    @Test
    void serviceThatReturnsIsForgottenOnlyAfterItsNextEnd() {
        scan(0, "orders");
        scan(10);
        scan(200, "orders");
        assertThat(services.present()).containsExactly("orders");
        scan(400);
        scan(699);
        assertThat(services.targets().keySet()).containsExactly("orders");
        scan(700);

        assertThat(services.targets()).isEmpty();
    }

    @Test
    void timesMayOverflow() {
        long start = Long.MAX_VALUE - seconds(5);
        services = services.after(List.of(service("orders")), start).after(List.of(), start);

        assertThat(services.untilForgotten(start + seconds(100))).hasValue(seconds(200));
        assertThat(services.after(List.of(), start + seconds(299)).targets()).hasSize(1);
        assertThat(services.after(List.of(), start + seconds(300)).targets()).isEmpty();
    }

    @Test
    void theFirstOfTwoServicesWithOneNameCounts() {
        DiscoveredService first = service("orders");
        DiscoveredService second = DiscoveryRules.service(Path.of("/opt"), "orders", FORGET_AFTER);
        services = services.after(List.of(first, second), 0);
        assertThat(onlyService()).isEqualTo(first);

        services = services.after(List.of(second), 0);

        assertThat(onlyService()).isEqualTo(second);
        assertThat(services.present()).containsExactly("orders");
    }

    @Test
    void atMost10000ServicesAreKnownAndTheFirstOnesStay() {
        List<DiscoveredService> many = new ArrayList<>();
        for (int i = 0; i < 9_999; i++) {
            many.add(service("s" + i));
        }
        services = services.after(many, 0);
        many.add(0, service("a"));
        many.add(1, service("b"));
        services = services.after(many, 0);

        assertThat(services.targets())
                .hasSize(10_000)
                .containsKeys("a", "s0", "s9998")
                .doesNotContainKey("b");
        assertThat(services.refused()).isEqualTo(1);
    }

    @Test
    void logNamesEachChange() {
        scan(0, "orders", "web");
        DiscoveredServices before = services;
        scan(1, "orders", "new");
        assertThat(DiscoveryLog.lines(before, services)).containsExactly("lost web (/srv/web)", "found new (/srv/new)");
        before = services;
        scan(301, "orders", "new");

        assertThat(DiscoveryLog.lines(before, services)).containsExactly("forgot web");
        assertThat(DiscoveryLog.lines(services, services)).isEmpty();
    }

    /** Compares many random scans with the rule, applied to each name alone. */
    @Test
    void aNameIsKnownWhileItsServiceIsPresentAndForgetAfterLonger() {
        Random random = new Random(12);
        String[] names = {"a", "b", "c", "d"};
        long[] lastPresent = {-1000, -1000, -1000, -1000};
        long[] goneSince = new long[names.length];
        long now = 0;
        for (int step = 0; step < 10_000; step++) {
            now += random.nextInt(200);
            Set<String> found = new HashSet<>();
            for (int i = 0; i < names.length; i++) {
                if (random.nextInt(3) == 0) {
                    found.add(names[i]);
                    lastPresent[i] = now;
                    goneSince[i] = -1;
                } else if (goneSince[i] < 0) {
                    goneSince[i] = now;
                }
            }
            services = services.after(
                    Arrays.stream(names)
                            .filter(found::contains)
                            .map(DiscoveredServicesTest::service)
                            .toList(),
                    seconds(now));
            for (int i = 0; i < names.length; i++) {
                boolean isKnown = lastPresent[i] == now || (lastPresent[i] >= 0 && now - goneSince[i] < 300);
                assertThat(services.targets().containsKey(names[i]))
                        .as("step %s", step)
                        .isEqualTo(isKnown);
                if (!isKnown) {
                    lastPresent[i] = -1000;
                }
            }
        }
    }

    private DiscoveredService onlyService() {
        assertThat(services.byName()).hasSize(1);
        return services.byName().values().iterator().next().service();
    }

    private void scan(long at, String... found) {
        services = services.after(
                Arrays.stream(found).map(DiscoveredServicesTest::service).toList(), seconds(at));
    }

    private static DiscoveredService service(String name) {
        return DiscoveryRules.service(SRV, name, FORGET_AFTER);
    }

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
