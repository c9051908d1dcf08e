/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import java.time.Duration;
import java.time.Instant;

/** Clocks that are set by tests. */
final class TestClocks {
    private Instant wall = Instant.parse("2026-01-02T03:04:05Z");
    /** Start value near the end of the range, because nanoTime() may overflow. */
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

    Clocks clocks() {
        return new Clocks(() -> wall, () -> nanos);
    }

    Instant now() {
        return wall;
    }

    /** Advances both clocks. */
    void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    /** Sets the wall clock by a step, as an administrator does. */
    void setWallClock(Duration step) {
        wall = wall.plus(step);
    }

    /** Simulates a reboot: the monotonic clock gets another origin. */
    void reboot() {
        nanos = 17;
    }
}
