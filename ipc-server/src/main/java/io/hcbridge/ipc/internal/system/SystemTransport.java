/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.system;

import io.hcbridge.ipc.internal.pipe.PipeTransport;
import io.hcbridge.ipc.internal.pipe.WindowsPipeCalls;
import io.hcbridge.ipc.internal.transport.Transport;
import io.hcbridge.ipc.internal.unix.UnixTransport;
import java.io.File;

/** Selects the transport of this operating system: unix sockets or named pipes. */
public final class SystemTransport {
    private static final boolean IS_WINDOWS = File.separatorChar == '\\';

    private SystemTransport() {}

    /** Returns whether services of this system listen on named pipes. */
    public static boolean hasPipes() {
        return IS_WINDOWS;
    }

    /** Returns the transport for services of this system. */
    public static Transport get() {
        // Other systems must not load the classes of the pipes, which would delay the start of the probe command.
        return IS_WINDOWS ? new PipeTransport(new WindowsPipeCalls()) : new UnixTransport();
    }
}
