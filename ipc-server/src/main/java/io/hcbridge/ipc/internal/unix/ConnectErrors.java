/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import java.net.BindException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a failed connect to a unix socket means. The JDK names few causes by type and words the others in the system's language, so
 * the file system is asked instead.
 */
public final class ConnectErrors {
    private ConnectErrors() {}

    /**
     * Says why nobody can be asked at {@code socket}; empty if somebody listens there whose backlog is full ({@code EAGAIN}), which
     * is no fault of the service and passes with time.
     */
    public static Optional<String> explain(Path socket, Throwable failure) {
        if (failure instanceof BindException) {
            // The JDK's word for EACCES and EPERM.
            return Optional.of("cannot connect to " + socket + ": " + failure.getMessage());
        }
        if (failure instanceof ConnectException) {
            return Optional.of(socket + " refused the connection: its service is gone");
        }
        return Files.exists(socket) ? Optional.empty() : Optional.of(socket + " is missing: its service is gone");
    }
}
