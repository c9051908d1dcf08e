/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.lock;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Functions and constants of Linux's C library, with their original names. */
interface LibC extends Library {
    int ENOENT = 2;
    int EAGAIN = 11;
    int EEXIST = 17;
    int ELOOP = 40;

    int O_RDONLY = 0;
    int O_CREAT = 0100;
    int O_EXCL = 0200;
    int O_NONBLOCK = 04000;
    int O_CLOEXEC = 02000000;
    /** The only one of these flags whose value depends on the processor. */
    int O_NOFOLLOW = Platform.isARM() || Platform.isPPC() ? 0100000 : 0400000;

    int LOCK_EX = 2;
    int LOCK_NB = 4;
    int LOCK_UN = 8;

    int open(byte[] path, int flags, Object... mode) throws LastErrorException;

    int flock(int descriptor, int operation) throws LastErrorException;

    int close(int descriptor) throws LastErrorException;

    /**
     * Loads the library.
     *
     * @throws IOException if this system is not Linux, or JNA's native part cannot be loaded
     */
    static LibC load() throws IOException {
        try {
            return Loaded.get();
        } catch (LinkageError e) {
            throw new IOException(
                    "cannot load the native part of JNA: " + e.getMessage()
                            + "; -Djna.tmpdir names a directory that is not mounted noexec",
                    e);
        }
    }

    /** Keeps the library, because loading it takes some 100 ms. */
    final class Loaded {
        private static @Nullable LibC library;

        private Loaded() {}

        private static synchronized LibC get() throws IOException {
            if (!Platform.isLinux()) {
                throw new IOException("groups need Linux or Windows");
            }
            LibC loaded = library;
            if (loaded == null) {
                loaded = Native.load("c", LibC.class);
                library = loaded;
            }
            return loaded;
        }
    }
}
