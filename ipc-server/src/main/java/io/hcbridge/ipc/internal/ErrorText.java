/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

/** What others' code that threw is told to have said. */
public final class ErrorText {
    private ErrorText() {}

    /** The message; the class's name where there is none, and both of an {@link Error}, whose message alone says little. */
    public static String of(Throwable e) {
        try {
            String message = e instanceof Error ? e.toString() : e.getMessage();
            return message == null || message.isBlank() ? e.getClass().getName() : message;
        } catch (Throwable broken) {
            return e.getClass().getName();
        }
    }
}
