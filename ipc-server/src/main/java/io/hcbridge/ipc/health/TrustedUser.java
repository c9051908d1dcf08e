/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import java.io.IOException;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.OptionalLong;

/**
 * The user who is believed besides root and the owner of {@code .hc-socket}.
 *
 * @param user name or number; empty for none. A number needs no account.
 * @param setting the option or key that sets it, for messages
 */
record TrustedUser(String user, String setting) {
    private static final int MAX_DIGITS = 10;

    /**
     * The uid. The JDK tells that of a name only as the uid of a file's owner, so for a name it is known where one of {@code owners} is
     * that user, which is where it matters.
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
                // Nobody has that name, so nothing belongs to that user.
            }
        }
        return OptionalLong.empty();
    }

    /** What to do about a user who is not believed; the end of a message. */
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
