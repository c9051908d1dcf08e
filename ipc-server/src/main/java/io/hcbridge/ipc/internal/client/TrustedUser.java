/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.client;

import java.io.IOException;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.OptionalLong;

/**
 * The user who is trusted in addition to root and the owner of {@code .hc-socket}.
 *
 * @param user name or number; empty for none. A number needs no account.
 * @param setting the option or key that sets the user; error messages show it
 */
public record TrustedUser(String user, String setting) {
    private static final int MAX_DIGITS = 10;

    /**
     * Returns the user's uid; empty if it is unknown. The JDK cannot look up the uid of a name. Therefore the uid of a name is known only
     * if one of {@code owners} is this user. That is sufficient, because only these owners are checked.
     */
    OptionalLong uid(SystemUser... owners) throws IOException {
        if (isNumber()) {
            return OptionalLong.of(Long.parseLong(user));
        }
        if (!user.isEmpty()) {
            try {
                UserPrincipal wanted = SystemUser.principal(user);
                for (SystemUser owner : owners) {
                    if (owner.principal().equals(wanted)) {
                        return OptionalLong.of(owner.uid());
                    }
                }
            } catch (UserPrincipalNotFoundException e) {
                // No user has that name.
            }
        }
        return OptionalLong.empty();
    }

    /** Returns the end of an error message: how to trust the user. Empty if there is no setting. */
    String advice() {
        return setting.isEmpty() ? "" : "; to trust it set " + setting;
    }

    private boolean isNumber() {
        for (int i = 0; i < user.length(); i++) {
            if (user.charAt(i) < '0' || user.charAt(i) > '9') {
                return false;
            }
        }
        return !user.isEmpty() && user.length() <= MAX_DIGITS;
    }
}
