/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import io.hcbridge.ipc.Peer;
import io.hcbridge.ipc.command.AdmissionRule;
import io.hcbridge.ipc.command.CommandException;
import io.hcbridge.ipc.command.CommandHandler;
import io.hcbridge.ipc.internal.OverflowUid;
import io.hcbridge.ipc.internal.peer.PeerUser;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.List;

/**
 * An access rule of the command socket: the users who have one right. Root and the user of the bridge always have it, other users as
 * configured.
 *
 * <p>An entry is the name or number of a user, or {@code @} and the name or number of a group. A group stands for the users whose primary
 * group it is. Users and groups are compared by number; a user without an account is therefore possible. In a user namespace, the overflow
 * uid matches no user, because it stands for every user outside the namespace.
 */
final class AccessRule implements AdmissionRule {
    private static final UserPrincipalLookupService ACCOUNTS =
            FileSystems.getDefault().getUserPrincipalLookupService();

    private final String keys;
    private final List<String> entries;
    private final String ownUid;
    private final PeerUser users;

    /**
     * Creates the rule for one right.
     *
     * @param keys the configuration keys that grant the right, for the message
     * @param ownUid number of the user of this process
     */
    AccessRule(String keys, List<String> entries, long ownUid, OverflowUid overflow) {
        this.keys = keys;
        this.entries = List.copyOf(entries);
        this.ownUid = Long.toString(ownUid);
        this.users = new PeerUser(overflow);
    }

    @Override
    public void check(Peer peer) throws CommandException {
        if (!admits(peer)) {
            throw new CommandException(
                    users.isAmbiguous(peer)
                            ? "permission denied: uid " + peer.uid().getAsLong()
                                    + " stands for every user outside this user namespace"
                            : "permission denied: user " + peer.user() + " is not in " + keys);
        }
    }

    /** Returns a handler that first checks this rule. */
    CommandHandler guard(CommandHandler handler) {
        return call -> {
            check(call.peer());
            return handler.handle(call);
        };
    }

    private boolean admits(Peer peer) {
        return users.isRoot(peer) || users.is(peer, ownUid) || entries.stream().anyMatch(entry -> matches(peer, entry));
    }

    private boolean matches(Peer peer, String entry) {
        return entry.startsWith("@") ? isPrimaryGroup(peer, entry.substring(1)) : users.is(peer, entry);
    }

    private static boolean isPrimaryGroup(Peer peer, String nameOrNumber) {
        try {
            return !peer.gids().isEmpty()
                    && ACCOUNTS.lookupPrincipalByGroupName(peer.gids().get(0).toString())
                            .equals(ACCOUNTS.lookupPrincipalByGroupName(nameOrNumber));
        } catch (IOException unknown) {
            return false;
        }
    }
}
