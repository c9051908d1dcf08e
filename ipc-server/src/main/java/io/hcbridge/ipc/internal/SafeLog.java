/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Logs warnings and never throws. For threads that must not end. A logger can fail: the JDK's logger opens a file for its first line,
 * which fails if the process has no free descriptors. A line that cannot be logged is lost.
 */
public final class SafeLog {
    private SafeLog() {}

    /** Logs a warning with the logger of {@code source}. */
    public static void warn(Class<?> source, String message, @Nullable Throwable cause) {
        try {
            System.getLogger(source.getName()).log(Level.WARNING, message, cause);
        } catch (Throwable lost) {
            // There is no other place to report it.
        }
    }
}
