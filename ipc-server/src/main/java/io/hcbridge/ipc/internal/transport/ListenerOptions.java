/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.transport;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * The address of a listener and the users who may connect.
 *
 * @param path address from {@link Transport#address}; nothing may exist there
 * @param mode mode of a unix socket; a client needs write permission
 * @param group name of a unix socket's group; empty for the group of the process
 * @param users names of admitted users. The user of the process and root, or Windows' system user and administrators, are always
 *     admitted. On unix, numbers are also accepted, {@code *} stands for every user, and {@code mode} must permit the user, too
 * @param goUsers admitted users whose clients use the Go module. On Windows, a Go client opens a pipe for generic reading and
 *     writing, which includes the right to create instances of the pipe. With that right a client can impersonate the server
 * @param maxConnections maximum number of open connections, at least 1
 */
public record ListenerOptions(
        Path path,
        Set<PosixFilePermission> mode,
        String group,
        Set<String> users,
        Set<String> goUsers,
        int maxConnections) {
    public ListenerOptions {
        mode = Set.copyOf(mode);
        users = Set.copyOf(users);
        goUsers = Set.copyOf(goUsers);
        if (maxConnections < 1) {
            throw new IllegalArgumentException("max connections: " + maxConnections + " must be at least 1");
        }
    }
}
