/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Java processes of one group, of which a random one is killed again and again. {@link GoGroupIT} has Go processes among them. */
@Timeout(240)
class GroupKillIT {
    /** {@code -Dhcbridge.group.kills=100} takes about two minutes. */
    private static final int KILLS = Integer.getInteger("hcbridge.group.kills", 8);

    @Test
    void everyRequestHasOneResultAndTheGroupOneMaster() throws Exception {
        String group = GroupPeer.newGroup();
        try (GroupKills members =
                        new GroupKills(group, Collections.nCopies(3, name -> GroupPeer.inJava(name, "dual")));
                LockWatch lock = new LockWatch(Path.of("/tmp", group + ".lock"))) {
            members.run(KILLS);
            System.out.println("group of 3 Java processes, " + KILLS + " kills: " + members.summary() + ", "
                    + lock.masters() + " masters, at most " + lock.longestGap().toMillis() + " ms without one");
            assertThat(List.of(members.errors(0), members.errors(1), members.errors(2)))
                    .containsOnly(0);
            assertThat(members.answers()).isGreaterThan(KILLS);
            assertThat(lock.mostHolders()).isEqualTo(1);
            assertThat(lock.longestGap()).isLessThan(Duration.ofSeconds(1));
        } finally {
            GroupPeer.remove(group);
        }
    }
}
