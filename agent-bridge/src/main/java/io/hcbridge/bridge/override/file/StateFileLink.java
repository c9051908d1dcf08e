/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/**
 * Resolves the symbolic link that the path of a state file may be. The target of the link is replaced, and the link stays. Two links to one
 * file share one lock.
 */
final class StateFileLink {
    private static final int MAX_LINKS = 40;

    private StateFileLink() {}

    /**
     * Returns the path of the file itself. The file may not exist.
     *
     * @throws IOException if there are too many links, or a link is in a directory that everyone can write to and is not owned by the owner
     *     of that directory
     */
    static Path follow(Path file) throws IOException {
        Path path = file.toAbsolutePath();
        for (int i = 0; i < MAX_LINKS; i++) {
            if (!Files.isSymbolicLink(path)) {
                return path;
            }
            requireTrusted(path);
            path = path.resolveSibling(Files.readSymbolicLink(path));
        }
        throw new IOException("more than " + MAX_LINKS + " symbolic links lead to it");
    }

    /**
     * Checks the rule that Linux calls {@code fs.protected_symlinks}. Otherwise any user could make a link in /tmp, and the bridge would
     * replace a file of its own user.
     */
    private static void requireTrusted(Path link) throws IOException {
        Path parent = link.getParent();
        if (parent == null
                || !parent.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        PosixFileAttributes directory = Files.readAttributes(parent, PosixFileAttributes.class);
        PosixFileAttributes own = Files.readAttributes(link, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (directory.permissions().contains(PosixFilePermission.OTHERS_WRITE)
                && !own.owner().equals(directory.owner())) {
            throw new IOException("the symbolic link " + link + " of user "
                    + own.owner().getName() + " is not followed, because every user can write to its directory");
        }
    }
}
