/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.Sourced;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks that the groups of the sockets exist on this host, and that this user can give a file to them. */
final class SocketGroupChecks {
    private final KeyValues values;
    private final ConfigErrors errors;

    SocketGroupChecks(KeyValues values, ConfigErrors errors) {
        this.values = values;
        this.errors = errors;
    }

    /** May block, because it looks up names. */
    void run() {
        Stream.of(BridgeKeys.SOCKET_GROUP, BridgeKeys.ADMIN_GROUP, BridgeKeys.PUSH_SOCKET_GROUP)
                .flatMap(key -> values.sourced(key).stream())
                .forEach(this::check);
    }

    private void check(Sourced<String> group) {
        problem(group.value()).ifPresent(problem -> errors.add(group.place(), "'" + group.value() + "' " + problem));
    }

    private static Optional<String> problem(String name) {
        GroupPrincipal group;
        try {
            group = FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
        } catch (IOException unknown) {
            return Optional.of("is not a group of this host; create it, or name another group");
        }
        return canGiveTo(group)
                ? Optional.empty()
                : Optional.of(
                        "cannot be given to a socket by this user; run the bridge as root or as a member of the group");
    }

    private static boolean canGiveTo(GroupPrincipal group) {
        Path file;
        try {
            file = Files.createTempFile("hcbridge", null);
        } catch (IOException e) {
            // Where no file can be made, the start of the socket will tell.
            return true;
        }
        try {
            @Nullable PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (view != null) {
                view.setGroup(group);
            }
            return true;
        } catch (IOException notPermitted) {
            return false;
        } finally {
            delete(file);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
