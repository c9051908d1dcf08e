/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import io.hcbridge.ipc.internal.ErrorText;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Error messages for a command socket that cannot be reached: the cause and what to do. */
final class Unreachable {
    private static final String ADVICE = "; is `hcbridge serve` running with admin.socket?";

    private Unreachable() {}

    /** Returns the message. Checks the file system first, because the exceptions of the JDK do not distinguish the causes. */
    static String describe(Path socket, IOException failure) {
        if (Files.notExists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return socket + " does not exist" + ADVICE;
        }
        if (!Files.isWritable(socket)) {
            return "permission denied on " + socket + owner(socket)
                    + "; run ctl as a user with write permission, or set admin.group";
        }
        return failure instanceof ConnectException
                ? socket + " refused the connection" + ADVICE
                : ErrorText.of(failure);
    }

    private static String owner(Path socket) {
        try {
            PosixFileAttributes file = Files.readAttributes(socket, PosixFileAttributes.class);
            return " (owner " + file.owner().getName() + ", group "
                    + file.group().getName() + ", mode " + PosixFilePermissions.toString(file.permissions()) + ")";
        } catch (IOException | UnsupportedOperationException hidden) {
            return "";
        }
    }
}
