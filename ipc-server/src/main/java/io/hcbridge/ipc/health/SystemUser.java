/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.internal.OwnUser;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;

/**
 * A user of this system with both the number and the JDK's principal. The JDK's principals are equal by uid, but tell it only as a
 * file's attribute.
 */
record SystemUser(long uid, UserPrincipal principal) {
    static final long ROOT_UID = 0;

    /** What {@link #of(Map)} needs; of unix file systems alone. */
    static final String ATTRIBUTES = "unix:uid,owner";

    /** The owner of a file; a symbolic link is not followed. */
    static SystemUser ownerOf(Path file) throws IOException {
        return of(Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS));
    }

    /** The user of this process. */
    static SystemUser ofProcess() throws IOException {
        long uid = OwnUser.uid();
        return new SystemUser(uid, principal(Long.toString(uid)));
    }

    static SystemUser of(Map<String, Object> attributes) throws IOException {
        if (attributes.get("uid") instanceof Integer uid && attributes.get("owner") instanceof UserPrincipal owner) {
            return new SystemUser(Integer.toUnsignedLong(uid), owner);
        }
        throw new IOException("this file system does not tell the owner of files");
    }

    /**
     * Looks a user up by name or number; a number needs no account.
     *
     * @throws java.nio.file.attribute.UserPrincipalNotFoundException if there is no user of that name
     */
    static UserPrincipal principal(String nameOrNumber) throws IOException {
        return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(nameOrNumber);
    }
}
