/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import java.util.concurrent.TimeUnit;

/** Time as it passes, to be replaced in tests. */
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

    /** Like {@link System#nanoTime()}: only differences mean something. */
    long nanoTime();

    void sleep(long nanos) throws InterruptedException;
}
