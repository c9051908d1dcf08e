/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * The attributes of a file that decide whether it is trusted.
 *
 * @param mode mode, including the type of the file
 * @param target target of a symbolic link; otherwise the empty path
 */
record FileStatus(Type type, long uid, int mode, Path target) {
    private static final int TYPE_MASK = 0170000;
    private static final int LINK_TYPE = 0120000;
    private static final int DIRECTORY_TYPE = 0040000;
    private static final int REGULAR_TYPE = 0100000;
    private static final int WRITABLE_BY_OTHERS = 022;
    private static final int STICKY = 01000;
    private static final int PERMISSIONS = 07777;

    /** The type of a file. */
    enum Type {
        FILE,
        DIRECTORY,
        LINK,
        OTHER
    }

    static FileStatus read(Path path) throws IOException {
        Map<String, Object> facts = Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        int mode = number(facts, "mode");
        Type type = type(mode);
        return new FileStatus(
                type,
                Integer.toUnsignedLong(number(facts, "uid")),
                mode,
                type == Type.LINK ? Files.readSymbolicLink(path) : Path.of(""));
    }

    /** Returns whether the group or other users can write. Returns false for a link, because a link has no permissions of its own. */
    boolean isWritableByOthers() {
        return type != Type.LINK && (mode & WRITABLE_BY_OTHERS) != 0;
    }

    /** Returns whether this is a directory in which only the owner of a file can remove or replace it. */
    boolean isStickyDirectory() {
        return type == Type.DIRECTORY && (mode & STICKY) != 0;
    }

    String octalMode() {
        return String.format("%04o", mode & PERMISSIONS);
    }

    private static int number(Map<String, Object> facts, String name) {
        return (Integer) Objects.requireNonNull(facts.get(name));
    }

    private static Type type(int mode) {
        return switch (mode & TYPE_MASK) {
            case REGULAR_TYPE -> Type.FILE;
            case DIRECTORY_TYPE -> Type.DIRECTORY;
            case LINK_TYPE -> Type.LINK;
            default -> Type.OTHER;
        };
    }
}
