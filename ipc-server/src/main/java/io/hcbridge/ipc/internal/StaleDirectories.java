/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * Removes temporary directories that killed processes of this user have left. Never follows a link: every step is relative to an open
 * directory, so nobody can replace a directory between its check and the removal of its files.
 */
public final class StaleDirectories {
    private StaleDirectories() {}

    /**
     * Removes directories with their files. A directory that contains anything else stays. Failures are ignored, because what is left
     * harms nobody. Does nothing on Windows.
     *
     * @param own a directory of this process. Only directories beside it with the same owner are removed
     * @param isTemporary returns whether a name is that of a temporary directory
     * @param isOwnFile returns whether a file in such a directory may be removed, by its name
     * @param age time for which such a directory was not changed, far longer than a process needs one
     */
    public static void removeBeside(
            Path own, Predicate<String> isTemporary, Predicate<String> isOwnFile, Duration age) {
        Path parent = own.toAbsolutePath().getParent();
        if (parent == null) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
            if (entries instanceof SecureDirectoryStream<Path> secure) {
                UserPrincipal owner = Files.getOwner(own, LinkOption.NOFOLLOW_LINKS);
                Instant limit = Instant.now().minus(age);
                for (Path entry : secure) {
                    if (isTemporary.test(entry.getFileName().toString())) {
                        removeIfStale(secure, entry.getFileName(), isOwnFile, owner, limit);
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // See above.
        }
    }

    private static void removeIfStale(
            SecureDirectoryStream<Path> parent,
            Path name,
            Predicate<String> isOwnFile,
            UserPrincipal owner,
            Instant limit) {
        try {
            boolean isStale;
            try (SecureDirectoryStream<Path> directory = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                PosixFileAttributes attributes = directory
                        .getFileAttributeView(PosixFileAttributeView.class)
                        .readAttributes();
                isStale = attributes.owner().equals(owner)
                        && attributes.lastModifiedTime().toInstant().isBefore(limit);
                if (isStale) {
                    for (Path file : directory) {
                        if (isOwnFile.test(file.getFileName().toString())) {
                            directory.deleteFile(file.getFileName());
                        }
                    }
                }
            }
            if (isStale) {
                parent.deleteDirectory(name);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // It is no directory, it is not empty, or another process was quicker.
        }
    }
}
