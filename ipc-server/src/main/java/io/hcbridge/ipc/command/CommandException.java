/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

/** Thrown if a command fails or is refused. The client receives the message. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message);
    }
}
