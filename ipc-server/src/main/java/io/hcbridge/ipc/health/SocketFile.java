/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.health.SocketFileException.Kind;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.health.SocketName;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@value SocketName#FILE_NAME} of one service's directory, which is not trusted: a regular file, not a symbolic link, not
 * writable by everyone, of at most {@value SocketName#MAX_FILE_BYTES} bytes. In a directory that everyone may write to, such as a
 * Kubernetes emptyDir, its owner is root, the directory's owner or the configured user.
 *
 * <p>A file or a directory that its group may write is accepted: the Go module leaves the mode to the umask, which is 002 on many
 * systems, and there the group is the user's own.
 *
 * <p>The kind of file is checked before the file is opened. Whoever owns the directory can put a FIFO in its place between the two, and
 * {@link #read} blocks.
 *
 * <p>Thread-safe.
 */
public final class SocketFile {
    /** Windows has no modes; there the directory's own access rules guard the file. */
    private static final boolean HAS_MODES = File.separatorChar == '/';

    /** How the JDK reports EMFILE, ENFILE and ENOMEM. */
    private static final Set<String> OUT_OF_RESOURCES =
            Set.of("Too many open files", "Too many open files in system", "Cannot allocate memory");

    private final Path directory;
    private final Path file;
    private final TrustedUser user;

    private volatile @Nullable Stamp lastRead;

    public SocketFile(Path directory) {
        this(directory, new TrustedUser("", ""));
    }

    /**
     * A file whose owner may be {@code user}, too, and whose socket may be that user's.
     *
     * @param user name or number; empty for none
     * @param setting the option or key that sets the user, for messages
     */
    public static SocketFile of(Path directory, String user, String setting) {
        return new SocketFile(directory, new TrustedUser(user, setting));
    }

    SocketFile(Path directory, TrustedUser user) {
        this.directory = directory;
        this.file = directory.resolve(SocketName.FILE_NAME);
        this.user = user;
    }

    /** The service's directory. */
    public Path directory() {
        return directory;
    }

    /** The file itself. */
    public Path path() {
        return file;
    }

    /** Whether the file is still the one last read, by its inode, size and time; costs one {@code lstat}. */
    public boolean isUnchanged() {
        Stamp stamp = lastRead;
        try {
            return stamp != null && stamp.equals(Stamp.of(attributes()));
        } catch (IOException gone) {
            return false;
        }
    }

    /**
     * Reads the file anew. May block for as long as the file system, or a FIFO that replaces the file just then, makes it.
     *
     * @throws SocketFileException if there is no name to be had, saying why
     */
    public PublishedSocket read() throws SocketFileException {
        lastRead = null;
        try {
            BasicFileAttributes attributes = attributes();
            requireTrusted(attributes);
            PeerTrust trust = HAS_MODES ? trust() : PeerTrust.ANYONE;
            SocketName name = parse(text());
            Stamp stamp = Stamp.of(attributes);
            if (!stamp.equals(Stamp.of(attributes()))) {
                throw new SocketFileException(Kind.CHANGING, file + " changed while it was read");
            }
            lastRead = stamp;
            return new PublishedSocket(name, trust);
        } catch (SocketFileException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private BasicFileAttributes attributes() throws IOException {
        Class<? extends BasicFileAttributes> kind = HAS_MODES ? PosixFileAttributes.class : BasicFileAttributes.class;
        return Files.readAttributes(file, kind, LinkOption.NOFOLLOW_LINKS);
    }

    private void requireTrusted(BasicFileAttributes attributes) throws SocketFileException {
        if (attributes.isSymbolicLink()) {
            throw new SocketFileException(Kind.UNTRUSTED, file + " is a symbolic link");
        }
        if (!attributes.isRegularFile()) {
            throw new SocketFileException(Kind.UNTRUSTED, file + " is not a regular file");
        }
        if (attributes instanceof PosixFileAttributes posix
                && posix.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new SocketFileException(Kind.UNTRUSTED, file + " is writable by everyone");
        }
        if (attributes.size() > SocketName.MAX_FILE_BYTES) {
            throw new SocketFileException(
                    Kind.INVALID,
                    file + " has " + attributes.size() + " bytes, at most " + SocketName.MAX_FILE_BYTES
                            + " are allowed");
        }
    }

    private PeerTrust trust() throws IOException {
        SystemUser owner = SystemUser.ownerOf(file);
        if (Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_WRITE)) {
            SystemUser directoryOwner = SystemUser.of(Files.readAttributes(directory, SystemUser.ATTRIBUTES));
            if (!PeerTrust.of(directoryOwner, user, owner).isTrusted(owner.uid())) {
                throw new SocketFileException(
                        Kind.UNTRUSTED,
                        "untrusted .hc-socket: owner uid " + owner.uid() + ", its directory of uid "
                                + directoryOwner.uid() + " is writable by everyone" + user.advice());
            }
        }
        return PeerTrust.of(owner, user);
    }

    private String text() throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readNBytes(SocketName.MAX_FILE_BYTES), StandardCharsets.UTF_8);
        }
    }

    private SocketName parse(String text) throws SocketFileException {
        try {
            return SocketName.parse(text);
        } catch (ProtocolException e) {
            // The message starts with the file's name.
            throw new SocketFileException(
                    SocketName.isBlank(text) ? Kind.BLANK : Kind.INVALID, directory + File.separator + e.getMessage());
        }
    }

    SocketFileException unreadable(IOException e) {
        String cause = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
        if (cause != null && OUT_OF_RESOURCES.contains(cause)) {
            return new SocketFileException(Kind.OUT_OF_RESOURCES, "cannot read " + file + ": " + cause);
        }
        if (e instanceof AccessDeniedException) {
            return new SocketFileException(Kind.UNREADABLE, "cannot read " + file + ": permission denied");
        }
        if (!Files.isDirectory(directory)) {
            return new SocketFileException(Kind.MISSING_DIRECTORY, "no directory " + directory);
        }
        if (e instanceof NoSuchFileException) {
            return new SocketFileException(Kind.MISSING, "no " + SocketName.FILE_NAME + " in " + directory);
        }
        return new SocketFileException(Kind.UNREADABLE, "cannot read " + file + ": " + e.getMessage());
    }

    /** What tells one writing of the file from another. */
    private record Stamp(@Nullable Object fileKey, FileTime modified, long size) {
        static Stamp of(BasicFileAttributes attributes) {
            return new Stamp(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
        }
    }
}
