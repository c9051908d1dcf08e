/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.ChildProcess;
import io.hcbridge.haproxy.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Access rules of the command socket. The bridge runs as a user who is not root and has no account. */
@Timeout(90)
class AdminRightsIT {
    private static final int BRIDGE = 48_711;
    private static final int READER = 48_712;
    private static final int STRANGER = 48_713;
    private static final int SHARED_GROUP = 48_800;

    @TempDir
    Path directory;

    @Test
    void readerMayListAndBridgeUserMayDoAllAndOthersInTheGroupNothing() throws Exception {
        OrdinaryUser owner = OrdinaryUser.in(directory, BRIDGE, SHARED_GROUP);
        OrdinaryUser reader = owner.other(READER, SHARED_GROUP);
        OrdinaryUser stranger = owner.other(STRANGER, SHARED_GROUP);
        Path socket = owner.directory(directory.resolve("run")).resolve("admin.sock");
        Path config = Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent: {listen: 127.0.0.1:%d}
                metrics: {listen: none}
                state-file: %s/run/state.json
                admin: {socket: %s, group: '%d', readers: ['%d']}
                targets: {orders: {directory: /none}}
                """.formatted(
                        FreePort.next(), directory, socket, SHARED_GROUP, READER));
        String admin = "--admin-socket=" + socket;
        try (ChildProcess bridge =
                ChildProcess.start(owner.command("serve", "--config=" + config), directory.resolve("bridge.log"))) {
            Await.until("the command socket", Duration.ofSeconds(30), () -> {
                assertThat(bridge.isAlive()).as(bridge.output()).isTrue();
                return Files.exists(socket);
            });
            Script set = owner.run("ctl", "set", "orders", "drain", admin);
            assertThat(set.exit()).as(set.stderr()).isZero();
            assertThat(owner.run("ctl", "list", admin).stdout()).contains("drain by " + BRIDGE);

            Script list = reader.run("ctl", "list", admin);
            assertThat(list.exit()).as(list.stderr()).isZero();
            assertThat(list.stdout()).contains("drain by " + BRIDGE);
            for (String change :
                    new String[] {"set orders up", "clear orders", "log-level debug", "ack-state-loss", "reload"}) {
                String[] words = ("ctl " + change + " " + admin).split(" ");
                assertThat(reader.run(words)).isEqualTo(refused(READER, "admin.operators"));
            }

            assertThat(stranger.run("ctl", "ping", admin))
                    .isEqualTo(refused(STRANGER, "admin.readers or admin.operators"));
            Script outside = owner.other(STRANGER, STRANGER).run("ctl", "list", admin);
            assertThat(outside.exit()).isEqualTo(1);
            assertThat(outside.stderr())
                    .startsWith("hcbridge ctl: cannot reach the bridge: permission denied on " + socket + " (owner "
                            + BRIDGE + ", group " + SHARED_GROUP + ", mode rw-rw----)");
            // Root has all rights.
            assertThat(Script.hcbridge("ctl", "clear", "orders", admin).exit()).isZero();
        }
    }

    private static Script refused(int uid, String keys) {
        return new Script(1, "", "hcbridge ctl: permission denied: user " + uid + " is not in " + keys + "\n");
    }
}
