/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Replaces files atomically. A reader sees either the old text or the new one, even after a crash of the machine. */
final class AtomicFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private AtomicFile() {}

    /**
     * Replaces the text of a file. Writes a new file in the same directory, forces it to the disk and renames it. The mode of the file
     * stays. If there is no file yet, only the owner can read and write it.
     */
    static void replace(Path file, String text) throws IOException {
        Path newFile = file.resolveSibling(file.getFileName() + ".new");
        try {
            // The old file may belong to another user or be open in another process.
            Files.deleteIfExists(newFile);
            write(newFile, text, file);
            Files.move(newFile, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            removeQuietly(newFile, e);
            throw e;
        }
        forceDirectory(file);
    }

    private static void write(Path newFile, String text, Path file) throws IOException {
        boolean isPosix = hasPosix(file);
        try (FileChannel channel = FileChannel.open(
                newFile,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                isPosix
                        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                        : new FileAttribute<?>[0])) {
            if (isPosix) {
                keepMode(file, newFile);
            }
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Keeps the mode of the old file, because an operator may have set it. The mode of another user's file is not kept. */
    private static void keepMode(Path file, Path newFile) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(newFile, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        try {
            PosixFileAttributes old = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (old.isRegularFile()
                    && old.owner().equals(view.getOwner())
                    && !old.permissions().equals(OWNER_ONLY)) {
                view.setPermissions(old.permissions());
            }
        } catch (NoSuchFileException first) {
            // There is no mode to keep.
        }
    }

    private static boolean hasPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Makes the rename durable. Not needed on Windows: NTFS logs a rename, and a directory cannot be opened there. */
    static void forceDirectory(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !hasPosix(directory)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Removes an incomplete file. It would take space that the next attempt needs. */
    private static void removeQuietly(Path newFile, IOException cause) {
        try {
            Files.deleteIfExists(newFile);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
