/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.ipc.Peer;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The settings of a node.
 *
 * @param handler empty for a client
 * @param admission who may send requests to this node; empty for the user of this process and root
 * @param masterUsers names or numbers of the users whose masters this node trusts, besides its own user and root
 * @param requestTimeout default time limit of a request
 * @param repeats whether a request is sent again if the master ended before it replied
 */
record GroupSettings(
        GroupFiles files,
        GroupMode mode,
        Optional<GroupHandler> handler,
        GroupListener listener,
        Set<PosixFilePermission> socketMode,
        String socketGroup,
        Optional<Predicate<Peer>> admission,
        Set<String> masterUsers,
        Duration requestTimeout,
        Duration handlerTimeout,
        boolean repeats,
        int maxConnections,
        int maxQueued) {
    GroupSettings {
        socketMode = Set.copyOf(socketMode);
        masterUsers = Set.copyOf(masterUsers);
        if (mode.isCandidate() && handler.isEmpty()) {
            throw new IllegalStateException("handler: must be set in mode " + mode);
        }
        if (!mode.isCandidate() && handler.isPresent()) {
            throw new IllegalStateException("handler: must not be set in mode " + mode);
        }
    }
}
