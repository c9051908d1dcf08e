/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

/** Describes an exception that user code has thrown. */
public final class ErrorText {
    private ErrorText() {}

    /** Returns the message, or the class name if there is no message. For an {@link Error}, returns class name and message. */
    public static String of(Throwable e) {
        try {
            String message = e instanceof Error ? e.toString() : e.getMessage();
            return message == null || message.isBlank() ? e.getClass().getName() : message;
        } catch (Throwable broken) {
            return e.getClass().getName();
        }
    }
}
