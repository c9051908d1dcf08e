/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import java.util.List;
import java.util.OptionalLong;

/**
 * Who is at the other end, as the system saw it when it connected. Without junixsocket's native library only the user's name is
 * known, and the uid where that is 0 or the process's own.
 *
 * @param pid of the process; absent also where it lives in another namespace
 * @param uid the effective user
 * @param gids the effective group, and on systems that tell them the others
 * @param user the user's name; its number where it has none
 */
public record Peer(OptionalLong pid, OptionalLong uid, List<Long> gids, String user) {
    public Peer {
        gids = List.copyOf(gids);
    }
}
