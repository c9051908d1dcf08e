/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A group of bridges on one host. One of them, the master, answers agent checks. The others are its standbys.
 *
 * @param name name of the group
 * @param directory absolute path of the directory of the lock file and the socket
 */
public record StandbyConfig(String name, Path directory) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");

    /**
     * Checks the name and the length of the paths.
     *
     * @throws IllegalArgumentException if one of them breaks a rule; the message has the value and the rule
     */
    public StandbyConfig {
        checkName(name);
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException("agent.group.directory: '" + directory + "' must be an absolute path");
        }
        new UnixAddress(directory.resolve(name + ".handover"));
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
        return lock(directory, name);
    }

    static Path lock(Path directory, String name) {
        return directory.resolve(name + ".lock");
    }

    /** Returns the socket on which the master hands its listening sockets over. */
    public Path handover() {
        return directory.resolve(name + ".handover");
    }
}
