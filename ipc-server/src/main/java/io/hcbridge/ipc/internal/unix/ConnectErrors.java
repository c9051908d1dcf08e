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
 * What a failed connect to a unix socket means. The JDK names few causes by type and words the others in the system's language, so the
 * file system is asked instead.
 */
public final class ConnectErrors {
    private ConnectErrors() {}

    /**
     * Describes why nothing can be asked at {@code socket}; empty if a process listens there whose backlog is full ({@code EAGAIN}), which
     * is no fault of the service and passes with time.
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

    /** Describes a connect to a path where nothing is. */
    public static String missing(Path socket) {
        return socket + " is missing: its service is gone";
    }

    /** Describes a connect to a socket on which nobody listens. */
    public static String refused(Path socket) {
        return socket + " refused the connection: its service is gone";
    }

    /** Describes a connect that the system does not permit. */
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
