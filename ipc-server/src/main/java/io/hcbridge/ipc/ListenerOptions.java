/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Where to listen, and to whom.
 *
 * @param path as {@link Transport#address} gives it; nothing may be there yet
 * @param mode a unix socket's; who may write to it may connect
 * @param group a unix socket's; empty for the process's own
 * @param users names of the users admitted besides the process's own and the system's, on unix numbers, too, and where {@code mode}
 *     lets them in; {@link UnixListener#ANYONE} for all whom that lets in
 * @param goUsers the same for users whose clients open a named pipe for generic reading and writing, as Go's do: that takes the
 *     right to make instances of it, by which one can pose as the server
 * @param maxConnections how many may be open at once, at least 1
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
