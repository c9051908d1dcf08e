/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The number of the user of this process. It is read from the owner of a file of the process. Neither {@code user.name} nor {@code
 * UnixSystem} supports a user without an account.
 */
public final class OwnUser {
    private static final Path PROCESS = Path.of("/proc/self");

    private OwnUser() {}

    /**
     * Returns the uid of this process.
     *
     * @throws IOException if this system does not tell the owner of files
     */
    public static long uid() throws IOException {
        return Files.exists(PROCESS) ? uidOf(PROCESS) : uidOfNewFile();
    }

    static long uidOfNewFile() throws IOException {
        Path file = Files.createTempFile("hcbridge", null);
        try {
            return uidOf(file);
        } finally {
            Files.delete(file);
        }
    }

    private static long uidOf(Path file) throws IOException {
        try {
            return Integer.toUnsignedLong((Integer) Files.getAttribute(file, "unix:uid"));
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            throw new IOException("this system does not report the owner of files", e);
        }
    }
}
