/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

/** A command failed, or was refused. The client receives the message. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message);
    }
}
