/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

/** Executes one command. Called on worker threads of the server. Several calls may run at the same time. */
@FunctionalInterface
public interface CommandHandler {
    /**
     * Executes the call. The thread is interrupted after 4.5 s, or when the server closes.
     *
     * @return the payload, possibly empty
     * @throws CommandException if the command fails; the client receives the message
     * @throws Exception for an unexpected failure; the client receives the message, and the server logs the exception
     */
    String handle(CommandCall call) throws Exception;
}
