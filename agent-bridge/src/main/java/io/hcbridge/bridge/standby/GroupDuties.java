/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.standby;

import io.hcbridge.bridge.handover.InheritedSockets;
import io.hcbridge.bridge.handover.ListeningSocket;
import java.io.IOException;
import java.util.List;

/** What a bridge does as a member of a group. Not called on the event loop. */
public interface GroupDuties {
    /**
     * Starts to answer agent checks. Called once, when this bridge holds the group's lock. May wait for the state file.
     *
     * @param inherited sockets that listen already; further addresses are bound
     * @throws IOException if this bridge cannot answer; it then leaves the group. The message is for operators
     */
    void takeOver(InheritedSockets inherited) throws IOException, InterruptedException;

    /**
     * Opens what does not delay checks. Called after {@link #takeOver}.
     *
     * @throws IOException like {@link #takeOver}
     */
    void afterTakeover() throws IOException;

    /** Returns the listening sockets that standbys get. Called after {@link #takeOver}, on any thread. */
    List<ListeningSocket> listening();

    /** Ends the bridge, because it cannot be the master any more. */
    void fail(String why);
}
