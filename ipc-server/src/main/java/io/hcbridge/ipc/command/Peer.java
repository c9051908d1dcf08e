/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import java.util.List;
import java.util.OptionalLong;

/**
 * The process at the other end, as the system saw it when it connected. Without junixsocket only the user's name is known, and the
 * uid of root and of this process.
 *
 * @param pid number of the process; absent if it runs in another namespace
 * @param uid effective user
 * @param gids effective group first, then the other groups on systems that tell them
 * @param user name of the user, or the uid if it has no name
 */
public record Peer(OptionalLong pid, OptionalLong uid, List<Long> gids, String user) {
    public Peer {
        gids = List.copyOf(gids);
    }
}
