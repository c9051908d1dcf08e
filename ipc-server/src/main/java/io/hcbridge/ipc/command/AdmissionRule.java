/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

/** Decides who may use a {@link CommandServer}. Called once for each connection, on one thread of the server, before anything is read. */
@FunctionalInterface
public interface AdmissionRule {
    /**
     * Returns if the peer may send requests.
     *
     * @throws CommandException if it may not; the peer receives the message, and the connection closes
     */
    void check(Peer peer) throws CommandException;
}
