/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition by asking again and again. */
public final class Await {
    private static final long PAUSE_MILLIS = 10;

    private Await() {}

    /**
     * Returns as soon as {@code condition} holds; what it throws passes through.
     *
     * @param what completes "waited 5000 ms for ..."
     * @throws IllegalStateException if the condition does not hold in time, or the thread is interrupted
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
