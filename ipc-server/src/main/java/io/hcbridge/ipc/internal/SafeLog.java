/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Logs warnings of threads that must not end. A logger may fail when it is needed most: the JDK's opens a file at its first line,
 * which fails while the process has no descriptors. A line that cannot be logged is lost.
 */
public final class SafeLog {
    private SafeLog() {}

    /** Logs a warning under the name of {@code source}, and never throws. */
    public static void warn(Class<?> source, String message, @Nullable Throwable cause) {
        try {
            System.getLogger(source.getName()).log(Level.WARNING, message, cause);
        } catch (Throwable lost) {
            // There is no other place to report it.
        }
    }
}
