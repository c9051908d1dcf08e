/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Where a listener listens, and which users it admits.
 *
 * @param path address from {@link Transport#address}, where nothing exists yet
 * @param mode mode of a unix socket; users with the right to write may connect
 * @param group name of a unix socket's group; empty for the group of the process
 * @param users names of the users admitted beside the user of the process and the system's, if {@code mode} lets them in; on unix
 *     also numbers, and {@code *} for all whom {@code mode} lets in
 * @param goUsers users like {@code users}, whose clients open a named pipe for generic reading and writing, as Go's do. This takes
 *     the right to create instances of the pipe, with which a client can pose as the server
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
