/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc;

import java.util.List;
import java.util.OptionalLong;

/**
 * A client's process, as the kernel recorded it at connect. Without junixsocket, the pid and the gids are unknown, and the uid is
 * known only for root and for the user of this process.
 *
 * @param pid process id; empty if unknown, or if the process runs in another pid namespace
 * @param uid effective user id; empty if unknown
 * @param gids effective group id first, then supplementary groups on systems that report them; empty if unknown
 * @param user name of the user, or the uid if the user has no name
 */
public record Peer(OptionalLong pid, OptionalLong uid, List<Long> gids, String user) {
    public Peer {
        gids = List.copyOf(gids);
    }
}
