/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.client;

import io.hcbridge.ipc.internal.OwnUser;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;

/**
 * A user of this system, by uid and by the JDK's principal. The JDK compares principals by uid, but returns a uid only as an
 * attribute of a file.
 */
public record SystemUser(long uid, UserPrincipal principal) {
    public static final long ROOT_UID = 0;

    /** The file attributes that {@link #of(Map)} needs. Only unix file systems have them. */
    static final String ATTRIBUTES = "unix:uid,owner";

    /** Returns the owner of a file. Does not follow symbolic links. */
    public static SystemUser ownerOf(Path file) throws IOException {
        return of(Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS));
    }

    /** The user of this process. */
    public static SystemUser ofProcess() throws IOException {
        long uid = OwnUser.uid();
        return new SystemUser(uid, principal(Long.toString(uid)));
    }

    public static SystemUser of(Map<String, Object> attributes) throws IOException {
        if (attributes.get("uid") instanceof Integer uid && attributes.get("owner") instanceof UserPrincipal owner) {
            return new SystemUser(Integer.toUnsignedLong(uid), owner);
        }
        throw new IOException("the file system must have unix attributes (uid and owner)");
    }

    /**
     * Looks up a user by name or number. A number needs no account.
     *
     * @throws java.nio.file.attribute.UserPrincipalNotFoundException if no user has that name
     */
    public static UserPrincipal principal(String nameOrNumber) throws IOException {
        return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(nameOrNumber);
    }
}
