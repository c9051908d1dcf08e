/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import java.util.concurrent.Future;

/** The timers of an event loop. */
public interface Timers {
    /** Runs a task on the loop after {@code millis} milliseconds, unless the future is cancelled before. Exceptions of the task are logged. */
    Future<?> schedule(long millis, Runnable task);
}
