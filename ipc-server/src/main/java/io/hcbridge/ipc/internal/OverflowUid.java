/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The uid that stands for every user who has no number in the process's user namespace. Two such users cannot be told apart, so this
 * number proves nothing. Where the namespace maps all users, as on a host, it is an ordinary user, {@code nobody}.
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

    /** Reads what the kernel tells under {@code proc}. Where it tells nothing, the default proves nothing. */
    public static OverflowUid read(Path proc) {
        String number = text(proc.resolve("sys/kernel/overflowuid"));
        return new OverflowUid(
                number.isEmpty() ? DEFAULT : Long.parseLong(number),
                text(proc.resolve("self/uid_map")).equals(WHOLE_RANGE));
    }

    /** Whether a process or file of this uid may belong to any user. */
    public boolean isAmbiguous(long other) {
        return other == uid && !isOrdinary;
    }

    /** The text with single blanks between its words; empty if it cannot be read. */
    private static String text(Path file) {
        // In one read: a file of /proc/sys has nothing more for a second one.
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
