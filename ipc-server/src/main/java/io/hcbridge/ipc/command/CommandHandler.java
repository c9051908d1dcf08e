/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

/** Carries out one command. Called on worker threads of the server, several calls at once. */
@FunctionalInterface
public interface CommandHandler {
    /**
     * Carries out the call. The thread is interrupted after 4.5 s, or when the server closes.
     *
     * @return the payload, which may be empty
     * @throws CommandException with the message for the client
     * @throws Exception for an unexpected failure, which is logged; the client receives its message, too
     */
    String handle(CommandCall call) throws Exception;
}
