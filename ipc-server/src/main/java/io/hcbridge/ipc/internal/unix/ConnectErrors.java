/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Describes failed connects to unix sockets. The JDK has exception types for only a few causes, and texts in the system's language for
 * the others. Therefore this class also looks at the file system.
 */
public final class ConnectErrors {
    private ConnectErrors() {}

    /**
     * Describes why the connect failed. Empty if a process listens and its backlog is full ({@code EAGAIN}): a later connect may succeed.
     */
    public static Optional<String> describe(Path socket, Throwable failure) {
        if (failure instanceof BindException) {
            // The JDK's type for EACCES and EPERM.
            return Optional.of(denied(socket));
        }
        if (failure instanceof ConnectException) {
            return Optional.of(refused(socket));
        }
        return Files.exists(socket, LinkOption.NOFOLLOW_LINKS) ? Optional.empty() : Optional.of(missing(socket));
    }

    /** Describes a connect to a path that does not exist. */
    public static String missing(Path socket) {
        return "cannot connect to " + socket + ": it does not exist; is the service running?";
    }

    /** Describes a connect to a socket on which no process listens. */
    public static String refused(Path socket) {
        return "cannot connect to " + socket + ": connection refused; is the service running?";
    }

    /** Describes a connect without permission. */
    public static String denied(Path socket) {
        return "cannot connect to " + socket + ": permission denied" + access(socket)
                + "; run as that user or set the service's socket group";
    }

    private static String access(Path socket) {
        try {
            Map<String, Object> file = Files.readAttributes(socket, "unix:owner,mode");
            return file.get("mode") instanceof Integer mode
                    ? " (owner " + file.get("owner") + ", mode 0" + Integer.toOctalString(mode & 0777) + ")"
                    : "";
        } catch (IOException e) {
            return "";
        }
    }
}
