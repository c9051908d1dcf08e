/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.time.Duration;
import java.util.List;

/**
 * How long everything takes.
 *
 * @param isShort whether only the main rows are measured
 * @param clients how many ask at once in the closed loop: one alone, some, and more than there is to do at a time
 * @param rounds in which all contestants take part in turn
 * @param window of one measurement
 * @param warmUp of a JVM, once, for its compilers, at most
 * @param starts of the bridge
 * @param commands of each kind that are run to their end
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

    /** Longer, since a percentile at a low rate has to rest on more than a few answers. */
    Duration openWindow() {
        return window.multipliedBy(3);
    }
}
