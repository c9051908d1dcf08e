/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.log;

import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Error messages for failures of the file system. The message of a JDK exception is often only the path. */
public final class IoErrors {
    private IoErrors() {}

    /** Words for a file that could not be made or written. */
    public static String describeWrite(Throwable e) {
        return e instanceof NoSuchFileException ? "no such directory" : describe(e);
    }

    public static String describe(Throwable e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof AtomicMoveNotSupportedException) {
            return "its file system has no atomic rename";
        }
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return reason == null || reason.isBlank() ? e.getClass().getSimpleName() : reason;
    }
}
