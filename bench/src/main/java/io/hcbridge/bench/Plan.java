/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.time.Duration;
import java.util.List;

/**
 * The extent of a run.
 *
 * @param isShort whether only the main rows are measured
 * @param clients numbers of clients in the closed loop
 * @param rounds number of rounds; in each round, every contestant is measured once
 * @param window length of one measurement
 * @param warmUp longest warm-up of a JVM
 * @param starts number of starts of the bridge
 * @param commands number of runs of each command
 */
record Plan(
        boolean isShort,
        List<Integer> clients,
        int rounds,
        Duration window,
        Duration warmUp,
        int starts,
        int commands) {
    static final Plan FULL =
            new Plan(false, List.of(1, 16, 256), 5, Duration.ofSeconds(3), Duration.ofSeconds(40), 10, 20);
    static final Plan SHORT = new Plan(true, List.of(16, 256), 2, Duration.ofSeconds(1), Duration.ofSeconds(8), 2, 4);

    /** Returns the length of a measurement at a low rate. It is longer, because a percentile needs many replies. */
    Duration openWindow() {
        return window.multipliedBy(3);
    }
}
