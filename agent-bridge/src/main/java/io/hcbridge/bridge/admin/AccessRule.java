/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import io.hcbridge.ipc.command.AdmissionRule;
import io.hcbridge.ipc.command.CommandException;
import io.hcbridge.ipc.command.CommandHandler;
import io.hcbridge.ipc.Peer;
import io.hcbridge.ipc.internal.OverflowUid;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
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
    private static final String ROOT = "0";

    private final String keys;
    private final List<String> entries;
    private final String ownUid;
    private final OverflowUid overflow;

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
        this.overflow = overflow;
    }

    @Override
    public void check(Peer peer) throws CommandException {
        if (!admits(peer)) {
            throw new CommandException(
                    isAmbiguous(peer)
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
        return isUser(peer, ROOT) || isUser(peer, ownUid) || entries.stream().anyMatch(entry -> matches(peer, entry));
    }

    private boolean isAmbiguous(Peer peer) {
        return peer.uid().isPresent() && overflow.isAmbiguous(peer.uid().getAsLong());
    }

    private boolean matches(Peer peer, String entry) {
        return entry.startsWith("@") ? isPrimaryGroup(peer, entry.substring(1)) : isUser(peer, entry);
    }

    private boolean isUser(Peer peer, String nameOrNumber) {
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
