/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import io.hcbridge.ipc.command.CommandException;
import io.hcbridge.ipc.command.CommandHandler;
import io.hcbridge.ipc.command.Peer;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.List;

/**
 * Who may use some of the commands: root and the bridge's own user always, others as configured.
 *
 * <p>An entry is a user's name or number, or {@code @} and a group's, which admits those whose primary group it is. Principals are
 * compared by number.
 */
final class AccessRule {
    private static final UserPrincipalLookupService ACCOUNTS =
            FileSystems.getDefault().getUserPrincipalLookupService();

    private final String right;
    private final List<String> entries;

    AccessRule(String right, List<String> entries) {
        this.right = right;
        this.entries = List.copyOf(entries);
    }

    CommandHandler guard(CommandHandler handler) {
        return call -> {
            if (!admits(call.peer())) {
                throw new CommandException("'" + call.command() + "' needs the " + right + "'s right, which user "
                        + call.peer().user() + " has not; it is given by admin." + right + "s");
            }
            return handler.handle(call);
        };
    }

    private boolean admits(Peer peer) {
        return isUser(peer, "0")
                || isUser(peer, System.getProperty("user.name", "0"))
                || entries.stream()
                        .anyMatch(entry ->
                                entry.startsWith("@") ? isPrimaryGroup(peer, entry.substring(1)) : isUser(peer, entry));
    }

    private static boolean isUser(Peer peer, String name) {
        try {
            return ACCOUNTS.lookupPrincipalByName(peer.user()).equals(ACCOUNTS.lookupPrincipalByName(name));
        } catch (IOException unknown) {
            return false;
        }
    }

    private static boolean isPrimaryGroup(Peer peer, String name) {
        try {
            return !peer.gids().isEmpty()
                    && ACCOUNTS.lookupPrincipalByGroupName(peer.gids().get(0).toString())
                            .equals(ACCOUNTS.lookupPrincipalByGroupName(name));
        } catch (IOException unknown) {
            return false;
        }
    }
}
