/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import java.time.Duration;
import java.time.Instant;

/** Clocks that a test moves. */
final class TestClocks {
    private Instant wall = Instant.parse("2026-01-02T03:04:05Z");
    /** Near the end of the range, as nanoTime() may be. */
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

    Clocks clocks() {
        return new Clocks(() -> wall, () -> nanos);
    }

    Instant now() {
        return wall;
    }

    /** Time passes on both clocks. */
    void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    /** An administrator sets the wall clock. */
    void setWallClock(Duration step) {
        wall = wall.plus(step);
    }

    /** The machine starts again: the monotonic clock has another origin. */
    void reboot() {
        nanos = 17;
    }
}
