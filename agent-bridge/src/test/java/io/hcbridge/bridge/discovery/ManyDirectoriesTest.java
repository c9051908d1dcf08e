/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.metrics.BridgeMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first scan of as many services as there may be. */
@Timeout(60)
final class ManyDirectoriesTest {
    /** The scan takes about 1 s. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @TempDir
    private Path parent;

    @Test
    void tenThousandServicesAreFoundInTime() throws Exception {
        for (int i = 0; i < DiscoveredServices.MAX; i++) {
            Path service = Files.createDirectory(parent.resolve("service" + i));
            Files.writeString(service.resolve(".hc-socket"), "abcdefghijklmnop");
        }
        BridgeMetrics metrics = new BridgeMetrics(InstantSource.system(), System::nanoTime, "test");
        long start = System.nanoTime();
        try (Discovery discovery =
                new Discovery(List.of(DiscoveryRules.all(parent, Duration.ofMinutes(5))), metrics.discovery())) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(discovery.targets()).hasSize(DiscoveredServices.MAX);
            assertThat(took).isLessThan(LIMIT);
        }
    }
}
