/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Warnings of the listener's thread. A logger may fail just when there is something to say: the JDK's own wants a descriptor for its
 * time zones at its first line. That must not end the thread, so what cannot be logged is lost.
 */
public final class SafeLog {
    private SafeLog() {}

    /** Logs under the name of {@code source}, if it can. */
    public static void warn(Class<?> source, String message, @Nullable Throwable cause) {
        try {
            System.getLogger(source.getName()).log(Level.WARNING, message, cause);
        } catch (Throwable lost) {
            // Nothing better can be done with it.
        }
    }
}
