/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import io.hcbridge.ipc.internal.Durations;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The cause of a failure by the time limit. Its stack trace is the stack of the thread that runs the check. */
final class CheckOverrun extends TimeoutException {
    private CheckOverrun(String message) {
        super(message);
    }

    static CheckOverrun of(Duration limit, @Nullable Thread thread) {
        CheckOverrun overrun = new CheckOverrun("the check exceeded its limit of " + Durations.format(limit)
                + (thread == null
                        ? ""
                        : "; stack of its thread '" + thread.getName() + "', " + thread.getState() + ":"));
        overrun.setStackTrace(thread == null ? new StackTraceElement[0] : thread.getStackTrace());
        return overrun;
    }
}
