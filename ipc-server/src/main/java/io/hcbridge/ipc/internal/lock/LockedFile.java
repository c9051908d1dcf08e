/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What the kernel knows about a lock file. Device and inode identify the file as long as it is open, because only then the kernel cannot
 * use the inode for another file.
 */
record LockedFile(long device, long inode, long uid, String owner, boolean isRegular) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int ROOT = 0;

    /** Returns the file of an open descriptor of this process. */
    static LockedFile of(int descriptor) throws IOException {
        return at(DESCRIPTORS.resolve(Integer.toString(descriptor)));
    }

    static LockedFile at(Path path, LinkOption... options) throws IOException {
        Map<String, Object> file = Files.readAttributes(path, "unix:dev,ino,uid,owner,isRegularFile", options);
        return new LockedFile(
                number(file, "dev"),
                number(file, "ino"),
                number(file, "uid") & 0xffff_ffffL,
                String.valueOf(file.get("owner")),
                Boolean.TRUE.equals(file.get("isRegularFile")));
    }

    private static long number(Map<String, Object> file, String attribute) {
        return ((Number) Objects.requireNonNull(file.get(attribute), attribute)).longValue();
    }

    boolean isSame(LockedFile other) {
        return device == other.device && inode == other.inode;
    }

    /**
     * Checks that no other user controls the file. Its owner could hold the lock for ever, or let others open it.
     *
     * @throws IOException if it is not a regular file, or its owner is neither this user nor root; the message names the path
     */
    void check(Path path, long self) throws IOException {
        if (!isRegular) {
            throw notRegular(path);
        }
        if (uid != self && uid != ROOT) {
            throw new IOException(
                    "lock file " + path + " belongs to user " + owner + "; its owner must be the user of this process"
                            + " or root; remove it if no member of the group runs as that user");
        }
    }

    static IOException notRegular(Path path) {
        return new IOException("lock file " + path + " is not a regular file; remove it");
    }
}
