/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.ipc.group.Election.Change;
import io.hcbridge.ipc.internal.transport.Deadline;
import java.io.IOException;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connection of a client to the present master, or none. Belongs to one thread. */
final class MasterLink {
    private final GroupFiles files;
    private final TrustedMasters trusted;
    private final Consumer<Change> changes;
    private final String node = UUID.randomUUID().toString().replace("-", "");

    private @Nullable MasterConnection master;
    /** Whether the last master was a Go master, to which an idle node is not connected. */
    private boolean isParked;

    MasterLink(GroupSettings settings, Consumer<Change> changes) throws IOException {
        this.files = settings.files();
        this.trusted = TrustedMasters.of(settings.masterUsers());
        this.changes = changes;
    }

    /** Returns the id of this node. */
    String node() {
        return node;
    }

    @Nullable
    MasterConnection current() {
        return master;
    }

    /** Returns whether there is no reason to connect before the next request. */
    boolean isParked() {
        return isParked;
    }

    /**
     * Returns the connection. Connects if there is none.
     *
     * @throws IOException if there is no master that serves this node
     */
    MasterConnection connect(Deadline deadline) throws IOException {
        MasterConnection current = master;
        if (current != null && current.isStale()) {
            disconnect("it was idle");
            current = null;
        }
        if (current == null) {
            current = MasterConnection.open(files, trusted, node, deadline);
            master = current;
            isParked = false;
            changes.accept(new Change(
                    GroupEvent.CONNECTED, current.isOurs() ? "a master of hcbridge" : "a master of another program"));
        }
        return current;
    }

    /** Closes a connection that was found to be of no use while there was no request. */
    void release(MasterConnection connection) {
        isParked = !connection.isOurs();
        disconnect(isParked ? "it was idle" : "the master has ended");
    }

    void disconnect(String reason) {
        MasterConnection current = master;
        master = null;
        if (current != null) {
            current.close();
            changes.accept(new Change(GroupEvent.DISCONNECTED, reason));
        }
    }
}
