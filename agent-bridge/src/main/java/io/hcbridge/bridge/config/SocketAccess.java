/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The mode and the group of a unix socket.
 *
 * @param mode read and write bits only, including the owner's write bit; a client needs write permission
 * @param group name or number of a group; empty for the group of the process
 */
public record SocketAccess(Set<PosixFilePermission> mode, Optional<String> group) {
    private static final String RULE =
            " must be a mode like 0660 or rw-rw----, with write permission for the owner and without execute bits";
    private static final int OCTAL = 8;
    private static final int SYMBOLIC_LENGTH = 9;
    private static final String SYMBOLS = "rwxrwxrwx";

    /**
     * Checks the mode.
     *
     * @throws IllegalArgumentException if the mode has an execute bit, or has no write bit for the owner
     */
    public SocketAccess {
        EnumSet<PosixFilePermission> bits = EnumSet.noneOf(PosixFilePermission.class);
        bits.addAll(mode);
        if (!isUsable(bits)) {
            throw new IllegalArgumentException("socket mode: '" + PosixFilePermissions.toString(bits) + "'" + RULE);
        }
        mode = Collections.unmodifiableSet(bits);
    }

    /** Parses a mode: {@code 0660}, {@code 660} or {@code rw-rw----}. */
    static Set<PosixFilePermission> parseMode(String text) {
        try {
            Set<PosixFilePermission> bits = PosixFilePermissions.fromString(symbols(text));
            if (isUsable(bits)) {
                return bits;
            }
        } catch (IllegalArgumentException e) {
            // Reported below, with the same message as for a mode that is not allowed.
        }
        throw new IllegalArgumentException("'" + text + "'" + RULE);
    }

    private static boolean isUsable(Set<PosixFilePermission> bits) {
        return bits.contains(PosixFilePermission.OWNER_WRITE)
                && !bits.contains(PosixFilePermission.OWNER_EXECUTE)
                && !bits.contains(PosixFilePermission.GROUP_EXECUTE)
                && !bits.contains(PosixFilePermission.OTHERS_EXECUTE);
    }

    private static String symbols(String text) {
        boolean isOctal = (text.length() == 3 || (text.length() == 4 && text.startsWith("0")))
                && text.chars().allMatch(c -> c >= '0' && c < '0' + OCTAL);
        if (!isOctal) {
            return text;
        }
        int mode = Integer.parseInt(text, OCTAL);
        StringBuilder symbols = new StringBuilder(SYMBOLS);
        for (int bit = 0; bit < SYMBOLIC_LENGTH; bit++) {
            if ((mode & (1 << (SYMBOLIC_LENGTH - 1 - bit))) == 0) {
                symbols.setCharAt(bit, '-');
            }
        }
        return symbols.toString();
    }
}
