/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.Peer;

/**
 * Decides which clients may use a {@link CommandServer}. Called once for each connection, before the server reads from it. All
 * calls run on one thread of the server, which is not the listener's thread.
 */
@FunctionalInterface
public interface AdmissionRule {
    /**
     * Returns normally if the client may send requests.
     *
     * @throws CommandException if the client may not; it receives the message, and the connection closes
     */
    void check(Peer peer) throws CommandException;
}
