/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.system;

import io.hcbridge.ipc.Transport;
import io.hcbridge.ipc.internal.pipe.PipeTransport;
import io.hcbridge.ipc.internal.pipe.WindowsPipeCalls;
import io.hcbridge.ipc.internal.unix.UnixTransport;
import java.io.File;

/** The one place where it is decided whether local sockets are unix sockets or named pipes. */
public final class SystemTransport {
    private static final boolean IS_WINDOWS = File.separatorChar == '\\';

    private SystemTransport() {}

    /** Whether this system's services listen on named pipes. */
    public static boolean hasPipes() {
        return IS_WINDOWS;
    }

    /** What this system's services listen on. */
    public static Transport get() {
        // Nothing of pipes is loaded elsewhere: the probe command has no time for it.
        return IS_WINDOWS ? new PipeTransport(new WindowsPipeCalls()) : new UnixTransport();
    }
}
