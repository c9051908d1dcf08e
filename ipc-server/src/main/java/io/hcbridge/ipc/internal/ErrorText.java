/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

/** Message for an exception that user code has thrown. */
public final class ErrorText {
    private ErrorText() {}

    /** Returns the message; the name of the class if there is none; both for an {@link Error}, whose message alone says little. */
    public static String of(Throwable e) {
        try {
            String message = e instanceof Error ? e.toString() : e.getMessage();
            return message == null || message.isBlank() ? e.getClass().getName() : message;
        } catch (Throwable broken) {
            return e.getClass().getName();
        }
    }
}
