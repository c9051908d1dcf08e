/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.ipc.check.Check;
import io.hcbridge.ipc.check.HealthRegistry;
import io.hcbridge.protocol.health.HealthKind;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HealthMetersTest {
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final HealthRegistry registry = new HealthRegistry();
    private volatile boolean fails;

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void metersHaveStateDurationAndFailuresOfEachCheck() {
        registry.add(Check.critical("db", () -> {
                    if (fails) {
                        throw new IOException("gone");
                    }
                })
                .liveness());
        new HealthMeters(registry).bindTo(meters);
        assertThat(state("db")).isZero();
        ask();
        assertThat(state("db")).isEqualTo(1);
        fails = true;
        ask();
        assertThat(state("db")).isZero();
        assertThat(meters.get("health.check.failures")
                        .tags("check", "db", "kind", "live")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("health.check.duration")
                        .tag("check", "db")
                        .functionTimer()
                        .count())
                .isEqualTo(2);
        assertThat(meters.get("health.check.duration")
                        .tag("check", "db")
                        .functionTimer()
                        .totalTime(TimeUnit.NANOSECONDS))
                .isPositive();
    }

    @Test
    void metersFollowAddedAndRemovedChecks() {
        new HealthMeters(registry).bindTo(meters);
        registry.add(Check.degraded("cache", () -> {}));
        await(() -> meters.getMeters().size() == 3);
        registry.remove("cache");
        await(() -> meters.getMeters().isEmpty());
        registry.add(Check.critical("cache", () -> {}).startup());
        await(() -> meters.getMeters().size() == 3);
        assertThat(meters.getMeters()).extracting(Meter::getId).allMatch(id -> "started".equals(id.getTag("kind")));
    }

    private double state(String check) {
        return meters.get("health.check.state").tag("check", check).gauge().value();
    }

    private void ask() {
        registry.check(HealthKind.READINESS).toCompletableFuture().join();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            assertThat(Thread.currentThread().isInterrupted()).as("timed out").isFalse();
            Thread.onSpinWait();
        }
    }
}
