/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.ipc.Peer;
import io.hcbridge.ipc.internal.OwnUser;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The clients that a master serves. */
@EnabledOnOs(OS.LINUX)
final class AdmittedPeersTest {
    private static final long STRANGER = 4242;

    @Test
    void ownUserAndRootAreAdmittedByDefault() throws Exception {
        AdmittedPeers peers = AdmittedPeers.of(settings(Optional.empty()));
        assertThat(peers.refusal(peer(OptionalLong.of(OwnUser.uid())))).isEmpty();
        assertThat(peers.refusal(peer(OptionalLong.of(0)))).isEmpty();
        assertThat(peers.refusal(peer(OptionalLong.of(STRANGER))))
                .contains("permission denied: user someone is not admitted to this group");
        assertThat(peers.refusal(peer(OptionalLong.empty()))).isPresent();
    }

    @Test
    void ruleOfTheBuilderDecidesAlone() throws Exception {
        AdmittedPeers peers =
                AdmittedPeers.of(settings(Optional.of(peer -> peer.uid().orElse(-1) == STRANGER)));
        assertThat(peers.refusal(peer(OptionalLong.of(STRANGER)))).isEmpty();
        assertThat(peers.refusal(peer(OptionalLong.of(0)))).isPresent();
    }

    private static Peer peer(OptionalLong uid) {
        return new Peer(OptionalLong.empty(), uid, List.of(), "someone");
    }

    private static GroupSettings settings(Optional<Predicate<Peer>> rule) {
        return new GroupSettings(
                GroupFiles.inDefaultDirectory("edge"),
                GroupMode.CLIENT,
                Optional.empty(),
                (event, detail) -> {},
                PosixFilePermissions.fromString("rw-------"),
                "",
                rule,
                Set.of(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                true,
                1,
                1);
    }
}
