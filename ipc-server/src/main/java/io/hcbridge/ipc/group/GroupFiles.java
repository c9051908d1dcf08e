/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.ipc.internal.system.SystemTransport;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The lock file and the socket of a group, which Go programs find in {@code /tmp}.
 *
 * @param group name of the group
 * @param directory directory of the files
 */
record GroupFiles(String group, Path directory) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");

    GroupFiles {
        if (!NAME.matcher(group).matches()) {
            throw new IllegalArgumentException("group name '" + group
                    + "' must be 1 to 64 letters, digits, '.', '_' and '-', and must not begin with '.'");
        }
    }

    /** Returns the files in the directory that Go programs use. On Windows, where there are none, in the directory for temporary files. */
    static GroupFiles inDefaultDirectory(String group) {
        return new GroupFiles(
                group, Path.of(SystemTransport.hasPipes() ? System.getProperty("java.io.tmpdir") : "/tmp"));
    }

    Path lock() {
        return directory.resolve(group + ".lock");
    }

    /** The address to which clients connect. */
    Path socket() {
        return SystemTransport.get().address(directory, group);
    }

    /** The path at which the master's socket listens. The clients' path is a second link to it, which a Go program may remove. */
    Path ownSocket() {
        return directory.resolve("." + group + ".sock");
    }
}
