/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Go module go-ipc and this project in one group, in every mix of modes. The results are in docs/INTEROP.md. */
@Needs(InteropPeer.GO_GROUP)
@Timeout(600)
class GoGroupIT {
    private static final int KILLS = Integer.getInteger("hcbridge.group.kills", 8);

    private String group = "";

    @BeforeEach
    void chooseGroup() throws Exception {
        group = GroupPeer.newGroup();
    }

    @AfterEach
    void removeFiles() throws Exception {
        GroupPeer.remove(group);
    }

    @Test
    void goClientWorksWithTheJavaMaster() throws Exception {
        try (GroupPeer master = GroupPeer.inJava(group, "master");
                GroupPeer client = GroupPeer.inGo(group, "client")) {
            assertWorks(client, "java");
            assertThat(master.await("handled hello")).isEqualTo("handled hello");
        }
    }

    @Test
    void javaClientWorksWithTheGoMasterAlsoAfterAPause() throws Exception {
        try (GroupPeer master = GroupPeer.inGo(group, "master");
                GroupPeer client = GroupPeer.inJava(group, "client")) {
            assertWorks(client, "go");
            // Longer than the Go master keeps an idle connection.
            Thread.sleep(3500);
            assertThat(client.ask("again")).isEqualTo("answer again: go:again");
            assertThat(master.await("handled again")).isEqualTo("handled again");
        }
    }

    @Test
    void goClientThatWasIdleIsServed() throws Exception {
        try (GroupPeer master = GroupPeer.inJava(group, "master");
                GroupPeer client = GroupPeer.inGo(group, "client")) {
            assertThat(client.ask("first")).isEqualTo("answer first: java:first");
            // A Go master would have closed the connection, and the request would fail.
            Thread.sleep(3500);
            assertThat(client.ask("second")).isEqualTo("answer second: java:second");
            assertThat(master.await("handled second")).isEqualTo("handled second");
        }
    }

    @Test
    void eachTakesOverFromTheOther() throws Exception {
        try (GroupPeer client = GroupPeer.inJava(group, "client")) {
            GroupPeer first = GroupPeer.inGo(group, "master");
            assertThat(client.ask("1")).isEqualTo("answer 1: go:1");
            GroupPeer second = GroupPeer.inJava(group, "master");
            first.close();
            assertThat(client.ask("2")).isEqualTo("answer 2: java:2");
            GroupPeer third = GroupPeer.inGo(group, "master");
            second.close();
            assertThat(client.ask("3")).isEqualTo("answer 3: go:3");
            third.close();
        }
    }

    @Test
    void everyRequestHasOneResultAndTheGroupOneMaster() throws Exception {
        GroupKills.Starter java = name -> GroupPeer.inJava(name, "dual");
        GroupKills.Starter go = name -> GroupPeer.inGo(name, "dual");
        try (GroupKills members = new GroupKills(group, List.of(java, go, java, go, java));
                LockWatch lock = new LockWatch(Path.of("/tmp", group + ".lock"))) {
            members.run(KILLS);
            System.out.println("group of 3 Java and 2 Go processes, " + KILLS + " kills: " + members.summary() + ", "
                    + lock.masters() + " masters, at most " + lock.longestGap().toMillis() + " ms without one");
            assertThat(members.answers()).isGreaterThan(KILLS);
            // A Go client whose master ends receives an error. A Java client repeats the request.
            assertThat(List.of(members.errors(0), members.errors(2), members.errors(4)))
                    .containsOnly(0);
            assertThat(lock.mostHolders()).isEqualTo(1);
            assertThat(lock.longestGap()).isLessThan(Duration.ofSeconds(1));
        }
        assertThat(Files.exists(Path.of("/tmp", group + ".lock"))).isTrue();
    }

    private static void assertWorks(GroupPeer client, String master) throws Exception {
        assertThat(client.ask("hello")).isEqualTo("answer hello: " + master + ":hello");
        assertThat(client.ask("fail no stock")).isEqualTo("error fail no stock: no stock");
        String longText = "x".repeat(100_000);
        assertThat(client.ask(longText)).isEqualTo("answer " + longText + ": " + master + ":" + longText);
    }
}
