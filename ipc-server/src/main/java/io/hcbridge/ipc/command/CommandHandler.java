/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

/** What one command does. Called by one of the server's worker threads, several calls at once. */
@FunctionalInterface
public interface CommandHandler {
    /**
     * Carries the call out; interrupted when it takes too long or the server closes.
     *
     * @return the payload, which may be empty
     * @throws CommandException with the text that the caller is told
     * @throws Exception which is logged, and its text told to the caller
     */
    String handle(CommandCall call) throws Exception;
}
