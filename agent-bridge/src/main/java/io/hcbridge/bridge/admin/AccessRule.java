/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import io.hcbridge.ipc.command.AdmissionRule;
import io.hcbridge.ipc.command.CommandException;
import io.hcbridge.ipc.command.CommandHandler;
import io.hcbridge.ipc.command.Peer;
import io.hcbridge.ipc.internal.OverflowUid;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.List;

/**
 * Which users have a right: root and the bridge's own user always, others as configured.
 *
 * <p>An entry is a user's name or number, or {@code @} and that of a group, which admits users whose primary group it is. Users and groups
 * are compared by number, so an account is not needed. In a user namespace the overflow uid matches no user, since it stands for every
 * user outside.
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
     * A rule for one right.
     *
     * @param keys the configuration keys that give the right, for the message
     * @param ownUid the user of this process
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
                                    + " is any user outside this user namespace"
                            : "permission denied: user " + peer.user() + " is not in " + keys);
        }
    }

    /** The same command for those who have the right. */
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

    /** The name is asked only where the number is not known: a name may belong to another user of the same file system. */
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
