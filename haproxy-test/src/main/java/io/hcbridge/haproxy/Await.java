/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition by polling. */
public final class Await {
    private static final long PAUSE_MILLIS = 10;

    private Await() {}

    /**
     * Returns as soon as {@code condition} is true. Rethrows what the condition throws.
     *
     * @param what description for the message "waited 5000 ms for ..."
     * @throws IllegalStateException if the condition is not true in time, or the thread is interrupted
     */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new IllegalStateException("waited " + limit.toMillis() + " ms for " + what);
            }
            pause(what);
        }
    }

    private static void pause(String what) {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + what, e);
        }
    }
}
