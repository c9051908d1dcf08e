/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import io.hcbridge.protocol.health.HealthKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The settings of one check, which {@link Check} describes.
 *
 * @param hasPrefix whether clients receive the reason with the prefix {@code NAME: }
 * @param schedule empty for a check that runs on demand
 */
record CheckSettings(
        String name,
        HealthKind kind,
        boolean isCritical,
        boolean hasPrefix,
        DataCheck body,
        Duration timeout,
        OptionalInt weight,
        Duration cacheFor,
        Optional<CheckSchedule> schedule,
        int failAfter,
        int recoverAfter,
        boolean isInitiallyUp,
        List<String> dependencies) {
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(8);

    private static final Duration MIN_TIME = Duration.ofMillis(1);
    private static final Duration MAX_TIME = Duration.ofDays(1);
    private static final int MAX_COUNT = 1000;

    CheckSettings {
        requireTime("timeout", timeout);
        weight.ifPresent(w -> require(w >= 1 && w <= 100, name, "weight " + w + " must be 1 to 100 percent"));
        require(
                weight.isEmpty() || !isCritical,
                name,
                "weight needs a degraded check; a critical one takes all traffic");
        require(
                !cacheFor.isNegative() && cacheFor.compareTo(MAX_TIME) <= 0,
                name,
                "cacheFor " + cacheFor + " must be 0 to 1 day");
        require(cacheFor.isZero() || schedule.isEmpty(), name, "cacheFor and every exclude each other");
        requireCount(name, "failAfter", failAfter, schedule);
        requireCount(name, "recoverAfter", recoverAfter, schedule);
        require(!isInitiallyUp || schedule.isPresent(), name, "initiallyUp needs a schedule; set every");
        require(!dependencies.contains(name), name, "a check cannot depend on itself");
    }

    /** Returns the text for clients. */
    String text(String reason) {
        return hasPrefix ? name + ": " + reason : reason;
    }

    static Duration requireTime(String what, Duration time) {
        if (time.compareTo(MIN_TIME) < 0 || time.compareTo(MAX_TIME) > 0) {
            throw new IllegalArgumentException(what + ": " + time + " must be 1 ms to 1 day");
        }
        return time;
    }

    static void require(boolean condition, String name, String rule) {
        if (!condition) {
            throw new IllegalArgumentException("check " + name + ": " + rule);
        }
    }

    private static void requireCount(String name, String what, int count, Optional<CheckSchedule> schedule) {
        require(count >= 1 && count <= MAX_COUNT, name, what + " " + count + " must be 1 to " + MAX_COUNT);
        require(
                count == 1 || schedule.isPresent(),
                name,
                what + " needs a schedule, because each client would count; set every");
    }
}
