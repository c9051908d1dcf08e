/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import io.hcbridge.bridge.log.LogSetup;
import java.time.Duration;

/** Ends a process whose event loop is stuck. */
final class Halt {
    private static final Duration LOG_LIMIT = Duration.ofMillis(200);
    private static final int FAILURE = 1;

    private Halt() {}

    /** Writes the last log lines, for a short time, and ends the process without a shutdown, which could wait for the loop. */
    static void now() {
        Thread log = new Thread(LogSetup::stop, "last-log-lines");
        log.setDaemon(true);
        log.start();
        try {
            log.join(LOG_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().halt(FAILURE);
        }
    }
}
