/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.client;

import io.hcbridge.ipc.internal.client.SocketFileException.Kind;
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
 * The {@value SocketName#FILE_NAME} of one service's directory. It is read only if it is a regular file, not a symbolic link, not
 * writable by everyone, and not longer than {@value SocketName#MAX_FILE_BYTES} bytes. If everyone may write to the directory, as in a
 * Kubernetes emptyDir, the file's owner must be root, the directory's owner or the configured user.
 *
 * <p>A group may have write permission on the file and the directory. The Go module leaves the mode to the umask, which is 002 on many
 * systems, and on these systems each user has an own group.
 *
 * <p>The kind of file is checked before the file is opened. The owner of the directory can replace the file by a FIFO between these two
 * steps. Then {@link #read} blocks.
 *
 * <p>Thread-safe.
 */
public final class SocketFile {
    /** Windows has no modes. There the access rules of the directory protect the file. */
    private static final boolean HAS_MODES = File.separatorChar == '/';

    /** The JDK's texts for EMFILE, ENFILE and ENOMEM. */
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
     * Returns a file for a service whose file and socket may also belong to {@code user}.
     *
     * @param user name or number; empty for none
     * @param setting the option or key that sets the user; error messages show it
     */
    public static SocketFile of(Path directory, String user, String setting) {
        return new SocketFile(directory, new TrustedUser(user, setting));
    }

    public SocketFile(Path directory, TrustedUser user) {
        this.directory = directory;
        this.file = directory.resolve(SocketName.FILE_NAME);
        this.user = user;
    }

    /** Returns the service's directory. */
    public Path directory() {
        return directory;
    }

    /** Returns the path of the file. */
    public Path path() {
        return file;
    }

    /** Returns whether inode, size and modification time are those of the last {@link #read}. Costs one {@code lstat}. */
    public boolean isUnchanged() {
        Stamp stamp = lastRead;
        try {
            return stamp != null && stamp.equals(Stamp.of(attributes()));
        } catch (IOException gone) {
            return false;
        }
    }

    /**
     * Checks that the file exists and is trusted, apart from its text. Reads only attributes, so a FIFO cannot block it.
     *
     * @throws SocketFileException if the file does not exist or is not trusted; the message states the reason
     */
    public void requireTrusted() throws SocketFileException {
        try {
            requireTrusted(attributes());
            if (HAS_MODES && isDirectoryOpenToAll()) {
                requireTrustedOwner(SystemUser.ownerOf(file));
            }
        } catch (SocketFileException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Reads the file. May block without a time limit if the file system does not respond, or if a FIFO replaces the file.
     *
     * @throws SocketFileException if the file has no valid name or is not trusted; the message states the reason
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
                    file + " has " + attributes.size() + " bytes, must have at most " + SocketName.MAX_FILE_BYTES);
        }
    }

    private PeerTrust trust() throws IOException {
        SystemUser owner = SystemUser.ownerOf(file);
        if (isDirectoryOpenToAll()) {
            requireTrustedOwner(owner);
        }
        return PeerTrust.of(owner, user);
    }

    private boolean isDirectoryOpenToAll() throws IOException {
        return Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_WRITE);
    }

    private void requireTrustedOwner(SystemUser owner) throws IOException {
        SystemUser directoryOwner = SystemUser.of(Files.readAttributes(directory, SystemUser.ATTRIBUTES));
        if (!PeerTrust.of(directoryOwner, user, owner).isTrusted(owner.uid())) {
            throw new SocketFileException(
                    Kind.UNTRUSTED,
                    "untrusted .hc-socket: owner uid " + owner.uid() + ", its directory of uid " + directoryOwner.uid()
                            + " is writable by everyone" + user.advice());
        }
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
            // The parser's message starts with the file's name, so only the directory is added.
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
            return new SocketFileException(Kind.MISSING_DIRECTORY, "directory " + directory + " does not exist");
        }
        if (e instanceof NoSuchFileException) {
            return new SocketFileException(Kind.MISSING, "no " + SocketName.FILE_NAME + " in " + directory);
        }
        return new SocketFileException(Kind.UNREADABLE, "cannot read " + file + ": " + e.getMessage());
    }

    /** Identifies one version of the file. */
    private record Stamp(@Nullable Object fileKey, FileTime modified, long size) {
        static Stamp of(BasicFileAttributes attributes) {
            return new Stamp(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
        }
    }
}
