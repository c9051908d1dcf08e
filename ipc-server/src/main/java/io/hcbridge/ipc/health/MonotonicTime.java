/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import java.util.concurrent.TimeUnit;

/** The monotonic clock. Tests replace it. */
interface MonotonicTime {
    MonotonicTime SYSTEM = new MonotonicTime() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    };

    /** Returns the time in nanoseconds. Like {@link System#nanoTime()}, only differences have a meaning. */
    long nanoTime();

    void sleep(long nanos) throws InterruptedException;
}
