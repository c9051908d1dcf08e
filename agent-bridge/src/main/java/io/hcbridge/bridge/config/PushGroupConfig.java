/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.ValueParsers;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The group of processes to which services push their reports. The bridge is its master.
 *
 * @param name name of the group
 * @param directory absolute path of the directory of the lock file and the socket
 * @param access mode and group of the socket
 */
public record PushGroupConfig(String name, Path directory, SocketAccess access) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");

    /**
     * Checks the name and the length of the path.
     *
     * @throws IllegalArgumentException if one of them breaks a rule; the message has the value and the rule
     */
    public PushGroupConfig {
        checkName(name);
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException("push.directory: '" + directory + "' must be an absolute path");
        }
        // The longest of the two paths of the socket.
        ValueParsers.unixSocket(directory.resolve("." + name + ".sock").toString());
    }

    static String checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name
                    + "' must be 1 to 64 letters, digits, '.', '_' or '-', and must not begin with '.' or '-'");
        }
        return name;
    }

    /** Returns the file that the master locks. */
    public Path lock() {
        return directory.resolve(name + ".lock");
    }

    /** Returns the socket to which services connect. */
    public Path socket() {
        return directory.resolve(name + ".sock");
    }
}
