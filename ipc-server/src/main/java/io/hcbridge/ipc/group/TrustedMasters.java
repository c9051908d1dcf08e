/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.ipc.ClientConnection;
import io.hcbridge.ipc.internal.OwnUser;
import io.hcbridge.ipc.internal.system.SystemTransport;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The users whose masters a client trusts: its own user, root, and configured users. While a group has no master, any user can listen at
 * its path in {@code /tmp}. On Windows the pipe has no user to check.
 */
final class TrustedMasters {
    /** The JDK compares users by number. */
    private final Set<UserPrincipal> users;

    private TrustedMasters(Set<UserPrincipal> users) {
        this.users = Set.copyOf(users);
    }

    /** @throws IOException if a user does not exist; the message names the user */
    static TrustedMasters of(Set<String> configured) throws IOException {
        Set<UserPrincipal> users = new HashSet<>();
        if (!SystemTransport.hasPipes()) {
            users.add(find(Long.toString(OwnUser.uid())));
            users.add(find("0"));
            for (String user : configured) {
                users.add(find(user));
            }
        }
        return new TrustedMasters(users);
    }

    /** @throws IOException if the process at the other end runs as another user */
    void check(ClientConnection connection, Path socket) throws IOException {
        Optional<UserPrincipal> user = connection.peer();
        if (user.isPresent() && !users.contains(user.get())) {
            throw new IOException("the process that listens on " + socket + " runs as user "
                    + user.get().getName() + ", which this node does not trust; to trust it set masterUser");
        }
    }

    private static UserPrincipal find(String user) throws IOException {
        UserPrincipalLookupService lookup = FileSystems.getDefault().getUserPrincipalLookupService();
        try {
            return lookup.lookupPrincipalByName(user);
        } catch (UserPrincipalNotFoundException e) {
            throw new IOException("master user " + user + " does not exist", e);
        }
    }
}
