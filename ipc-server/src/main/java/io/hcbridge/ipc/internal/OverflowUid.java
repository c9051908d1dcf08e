/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The kernel's overflow uid. In a user namespace, it stands for every user who is not mapped into the namespace. Such users cannot be
 * distinguished, so this uid does not identify a user. If the namespace maps all users, as on a host, the uid belongs to an ordinary
 * user, {@code nobody}.
 */
public final class OverflowUid {
    private static final long DEFAULT = 65534;
    private static final int MAX_BYTES = 1024;
    private static final String WHOLE_RANGE = "0 0 4294967295";

    private final long uid;
    private final boolean isOrdinary;

    private OverflowUid(long uid, boolean isOrdinary) {
        this.uid = uid;
        this.isOrdinary = isOrdinary;
    }

    /** Reads the uid and the user namespace under {@code proc}. If a file is missing, the uid counts as ambiguous. */
    public static OverflowUid read(Path proc) {
        String number = text(proc.resolve("sys/kernel/overflowuid"));
        return new OverflowUid(
                number.isEmpty() ? DEFAULT : Long.parseLong(number),
                text(proc.resolve("self/uid_map")).equals(WHOLE_RANGE));
    }

    /** Returns whether this uid may stand for more than one user. */
    public boolean isAmbiguous(long other) {
        return other == uid && !isOrdinary;
    }

    /** Returns the text with single spaces between its words; empty if the file cannot be read. */
    private static String text(Path file) {
        // One read returns the whole file; a second read of a file in /proc/sys returns nothing.
        try (InputStream in = Files.newInputStream(file)) {
            StringBuilder words = new StringBuilder();
            for (byte b : in.readNBytes(MAX_BYTES)) {
                if (b > ' ') {
                    words.append((char) b);
                } else if (words.length() > 0 && words.charAt(words.length() - 1) != ' ') {
                    words.append(' ');
                }
            }
            return words.toString().strip();
        } catch (IOException e) {
            return "";
        }
    }
}
