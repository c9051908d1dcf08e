/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/** A state file's path may be a symbolic link. The file is replaced where it lies, so the link stays, and two links to it share one lock. */
final class StateFileLink {
    private static final int MAX_LINKS = 40;

    private StateFileLink() {}

    /**
     * Returns the path of the file itself, which need not exist.
     *
     * @throws IOException if there are too many links, or one that its directory's owner did not make in a directory where everyone may
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

    /** The kernel's rule {@code fs.protected_symlinks}: in /tmp, anyone could make the bridge replace a file of its user. */
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
                    + own.owner().getName() + " is not followed, since everyone may write to its directory");
        }
    }
}
