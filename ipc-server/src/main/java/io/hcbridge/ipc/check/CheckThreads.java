/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;

/** The threads and the clocks of a registry. Tests replace them. As an executor, it runs each task on a thread of its own. Thread-safe. */
interface CheckThreads extends Executor, AutoCloseable {
    /** Returns the monotonic time. */
    long nanoTime();

    /** Returns the wall clock's time, for people. */
    Instant now();

    /**
     * Runs a task later, on the timer's thread. The task must not block and must not call user code. Has no effect after {@link #close}.
     *
     * @return cancels the task
     */
    Future<?> after(long nanos, Runnable task);

    /** Interrupts all tasks. Further ones are rejected. */
    @Override
    void close();
}
