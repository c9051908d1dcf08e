/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.peer;

import io.hcbridge.ipc.Peer;
import io.hcbridge.ipc.internal.OverflowUid;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;

/**
 * Compares the user of a client's process with a configured user. Users are compared by number, so a user without an account is possible. In
 * a user namespace, the overflow uid is no user, because it stands for every user outside the namespace. Thread-safe.
 */
public final class PeerUser {
    private static final UserPrincipalLookupService ACCOUNTS =
            FileSystems.getDefault().getUserPrincipalLookupService();
    private static final String ROOT = "0";

    private final OverflowUid overflow;

    public PeerUser(OverflowUid overflow) {
        this.overflow = overflow;
    }

    /** Returns whether the uid of the process stands for every user outside this user namespace. */
    public boolean isAmbiguous(Peer peer) {
        return peer.uid().isPresent() && overflow.isAmbiguous(peer.uid().getAsLong());
    }

    public boolean isRoot(Peer peer) {
        return is(peer, ROOT);
    }

    /** Returns whether the process runs as this user, by name or number. May block, because it looks up names. */
    public boolean is(Peer peer, String nameOrNumber) {
        try {
            return !isAmbiguous(peer) && user(peer).equals(ACCOUNTS.lookupPrincipalByName(nameOrNumber));
        } catch (IOException unknown) {
            return false;
        }
    }

    /**
     * Returns the user of a peer. Uses the name only if the number is not known, because the name may belong to another user in the same
     * file system.
     */
    private static UserPrincipal user(Peer peer) throws IOException {
        return ACCOUNTS.lookupPrincipalByName(
                peer.uid().isPresent() ? Long.toString(peer.uid().getAsLong()) : peer.user());
    }
}
