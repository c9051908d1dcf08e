/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

/** A command that failed for a reason its caller is to know; the message is the error's text on the wire. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message);
    }
}
