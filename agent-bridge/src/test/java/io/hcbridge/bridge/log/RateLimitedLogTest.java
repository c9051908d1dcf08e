/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {
    // A monotonic clock may be negative.
    private long now = -5;
    private final RateLimitedLog log = new RateLimitedLog(Duration.ofSeconds(10), () -> now);

    @Test
    void firstLineHasNoSuffix() {
        assertThat(log.next()).contains("");
    }

    @Test
    void linesWithinThePeriodAreSuppressed() {
        log.next();
        assertThat(log.next()).isEmpty();
        now += Duration.ofSeconds(10).toNanos() - 1;
        assertThat(log.next()).isEmpty();
    }

    @Test
    void firstLineAfterThePeriodHasTheNumberOfSuppressedLines() {
        log.next();
        log.next();
        log.next();
        now += Duration.ofSeconds(10).toNanos();
        assertThat(log.next()).contains(" (and 2 more since the last such line)");
    }

    @Test
    void countAndPeriodRestartWithEachLoggedLine() {
        log.next();
        log.next();
        now += Duration.ofSeconds(10).toNanos();
        log.next();
        assertThat(log.next()).isEmpty();
        now += Duration.ofSeconds(10).toNanos();
        assertThat(log.next()).contains(" (and 1 more since the last such line)");
        now += Duration.ofSeconds(10).toNanos();
        assertThat(log.next()).contains("");
    }
}
