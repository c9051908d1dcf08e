/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The rights of a unix socket's file.
 *
 * @param mode read and write bits only; a client needs write
 * @param group a group's name or number; empty for the process's own
 */
public record SocketAccess(Set<PosixFilePermission> mode, Optional<String> group) {
    /** @throws IllegalArgumentException if the mode has an execute bit or does not let the owner write */
    public SocketAccess {
        EnumSet<PosixFilePermission> bits = EnumSet.noneOf(PosixFilePermission.class);
        bits.addAll(mode);
        if (!bits.contains(PosixFilePermission.OWNER_WRITE)
                || bits.contains(PosixFilePermission.OWNER_EXECUTE)
                || bits.contains(PosixFilePermission.GROUP_EXECUTE)
                || bits.contains(PosixFilePermission.OTHERS_EXECUTE)) {
            throw new IllegalArgumentException(
                    "socket mode: " + bits + " must let the owner write and must have no execute bit");
        }
        mode = Collections.unmodifiableSet(bits);
    }
}
