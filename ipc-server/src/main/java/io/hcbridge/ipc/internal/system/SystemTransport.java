/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.system;

import io.hcbridge.ipc.Transport;
import io.hcbridge.ipc.internal.pipe.PipeTransport;
import io.hcbridge.ipc.internal.pipe.WindowsPipeCalls;
import io.hcbridge.ipc.internal.unix.UnixTransport;
import java.io.File;

/** Decides whether local sockets are unix sockets or named pipes. */
public final class SystemTransport {
    private static final boolean IS_WINDOWS = File.separatorChar == '\\';

    private SystemTransport() {}

    /** Whether services of this system listen on named pipes. */
    public static boolean hasPipes() {
        return IS_WINDOWS;
    }

    /** Returns the transport of this system's services. */
    public static Transport get() {
        // Other systems load no class of the pipes, which would slow down the probe command.
        return IS_WINDOWS ? new PipeTransport(new WindowsPipeCalls()) : new UnixTransport();
    }
}
