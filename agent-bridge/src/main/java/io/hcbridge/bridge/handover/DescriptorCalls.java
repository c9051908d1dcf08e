/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.handover;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Changes the flags of file descriptors by {@code fcntl(2)} of Linux, for which Java has no function. */
final class DescriptorCalls {
    private static final int F_SETFD = 2;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int FD_CLOEXEC = 1;
    private static final int O_NONBLOCK = 04000;
    /** The numbers below are standard input, output and error. */
    private static final int FIRST = 3;

    private static @Nullable Functions functions;

    private DescriptorCalls() {}

    /** Functions of the C library, with their original names. */
    interface Functions extends Library {
        int fcntl(int descriptor, int command, Object... argument) throws LastErrorException;
    }

    /** Returns a new descriptor of the same socket. Programs that this process starts do not inherit it. */
    static int duplicate(int descriptor) throws IOException {
        return call(descriptor, F_DUPFD_CLOEXEC, FIRST);
    }

    /** Keeps programs that this process starts from inheriting the descriptor. */
    static void closeOnExec(int descriptor) throws IOException {
        call(descriptor, F_SETFD, FD_CLOEXEC);
    }

    /** Makes calls on the socket return instead of waiting. Applies to all processes that have the socket. */
    static void doNotBlock(int descriptor) throws IOException {
        call(descriptor, F_SETFL, call(descriptor, F_GETFL, 0) | O_NONBLOCK);
    }

    private static int call(int descriptor, int command, int argument) throws IOException {
        try {
            return functions().fcntl(descriptor, command, argument);
        } catch (LastErrorException e) {
            throw new IOException("descriptor " + descriptor + ": " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new IOException(
                    "cannot load the native part of JNA: " + e.getMessage()
                            + "; -Djna.tmpdir names a directory that is not mounted noexec",
                    e);
        }
    }

    private static synchronized Functions functions() {
        Functions loaded = functions;
        if (loaded == null) {
            loaded = Native.load("c", Functions.class);
            functions = loaded;
        }
        return loaded;
    }
}
