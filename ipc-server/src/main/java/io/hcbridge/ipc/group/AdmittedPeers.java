/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.ipc.Peer;
import io.hcbridge.ipc.internal.OverflowUid;
import io.hcbridge.ipc.internal.OwnUser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides which clients a master serves. */
final class AdmittedPeers {
    private static final long ROOT = 0;

    private final Predicate<Peer> rule;

    private AdmittedPeers(Predicate<Peer> rule) {
        this.rule = rule;
    }

    static AdmittedPeers of(GroupSettings settings) throws IOException {
        if (settings.admission().isPresent()) {
            return new AdmittedPeers(settings.admission().get());
        }
        long self = OwnUser.uid();
        OverflowUid overflow = OverflowUid.read(Path.of("/proc"));
        return new AdmittedPeers(peer -> {
            long uid = peer.uid().orElse(-1);
            return (uid == self || uid == ROOT) && !overflow.isAmbiguous(uid);
        });
    }

    /** Returns the error text for a client that is not admitted; empty for one that is. */
    Optional<String> refusal(Peer peer) {
        return rule.test(peer)
                ? Optional.empty()
                : Optional.of("permission denied: user " + peer.user() + " is not admitted to this group");
    }
}
