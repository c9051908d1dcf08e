/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import io.hcbridge.ipc.internal.OwnUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Checks that only root and the user of the bridge can change a file. They must own the file and all directories and links on the path to
 * it. No group and no other user may have write permission.
 */
final class FileTrust {
    private static final int MAX_LINKS = 40;
    private static final boolean STICKY_COUNTS = true;
    private static final long ROOT_UID = 0;

    private final long ownUid;
    private final FileSystemView files;

    FileTrust(long ownUid, FileSystemView files) {
        this.ownUid = ownUid;
        this.files = files;
    }

    /** @throws UncheckedIOException if this system does not report the owner of files */
    static FileTrust ofSystem() {
        try {
            return new FileTrust(OwnUser.uid(), FileStatus::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the attributes of a path without following a link. */
    interface FileSystemView {
        FileStatus read(Path path) throws IOException;
    }

    boolean isRoot() {
        return ownUid == ROOT_UID;
    }

    /**
     * Returns the reason why the program is not trusted; empty if it is. Checks the file, and all directories and links on the path to it.
     */
    Optional<String> problemOfProgram(Path program) {
        try {
            requireTrustedWay(program, !STICKY_COUNTS);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(describe(program, e));
        }
    }

    /**
     * Returns the reason why a configuration file is not trusted; empty if it is. Checks the same as for a program, but a directory with the
     * sticky bit may be writable by others, because they cannot replace files of other users in it.
     */
    Optional<String> problemOfConfiguration(Path file) {
        try {
            requireTrustedWay(file.toAbsolutePath(), STICKY_COUNTS);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(describe(file, e));
        }
    }

    private void requireTrustedWay(Path program, boolean stickyCounts) throws IOException {
        Path at = program.getRoot();
        requireTrusted(at, files.read(at), stickyCounts);
        Deque<Path> rest = new ArrayDeque<>();
        push(program, rest);
        int links = 0;
        FileStatus.Type last = FileStatus.Type.DIRECTORY;
        while (!rest.isEmpty()) {
            Path name = rest.pop();
            if (name.toString().equals("..")) {
                at = Optional.ofNullable(at.getParent()).orElse(at);
                continue;
            }
            Path next = at.resolve(name);
            FileStatus status = files.read(next);
            requireTrusted(next, status, stickyCounts);
            last = status.type();
            if (last == FileStatus.Type.LINK) {
                if (++links > MAX_LINKS) {
                    throw new IOException(program + ": more than " + MAX_LINKS + " symbolic links");
                }
                at = status.target().isAbsolute() ? program.getRoot() : at;
                push(status.target(), rest);
            } else {
                at = next;
            }
        }
        if (last != FileStatus.Type.FILE) {
            throw new IOException(program + " is not a regular file");
        }
    }

    /** Adds the names of a path before the remaining names. */
    private static void push(Path path, Deque<Path> rest) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            String name = path.getName(i).toString();
            if (!name.isEmpty() && !name.equals(".")) {
                rest.push(path.getName(i));
            }
        }
    }

    private void requireTrusted(Path path, FileStatus status, boolean stickyCounts) throws IOException {
        if (status.uid() != ROOT_UID && status.uid() != ownUid) {
            throw new IOException(path + " must belong to root" + (isRoot() ? "" : " or uid " + ownUid)
                    + ", not to uid " + status.uid());
        }
        if (status.isWritableByOthers() && !(stickyCounts && status.isStickyDirectory())) {
            throw new IOException(
                    path + " must not be writable by a group or by others (mode " + status.octalMode() + ")");
        }
    }

    private static String describe(Path path, IOException why) {
        if (why instanceof NoSuchFileException) {
            return why.getMessage() + " does not exist";
        }
        if (why instanceof AccessDeniedException) {
            return path + " cannot be inspected: permission denied";
        }
        return String.valueOf(why.getMessage());
    }
}
