/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.ipc.Peer;
import io.hcbridge.ipc.internal.peer.JdkPeerSockets;
import io.hcbridge.ipc.internal.peer.JunixPeerSockets;
import io.hcbridge.ipc.internal.peer.PeerSockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The peer that a handler receives. */
final class PeerTest {
    @TempDir
    private Path directory;

    private final BlockingQueue<Peer> callers = new LinkedBlockingQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private String user;
    private long uid;
    private long gid;

    @BeforeEach
    void readOwnIds() throws IOException {
        // Not from /proc/self, because the tested code may use it, too.
        PosixFileAttributes own = Files.readAttributes(directory, PosixFileAttributes.class);
        user = own.owner().getName();
        uid = (Integer) Files.getAttribute(directory, "unix:uid");
        gid = (Integer) Files.getAttribute(directory, "unix:gid");
    }

    @Test
    @Tag("process")
    void peerHasPidUidGidsAndUserName() throws Exception {
        try (CommandServer server = start(new JunixPeerSockets(), 1)) {
            Process process = CallerProcess.start(List.of(), CallerProcess.Caller.class, server.socket());

            assertThat(CallerProcess.output(process)).isEqualTo("told");
            assertThat(callers.take())
                    .isEqualTo(new Peer(OptionalLong.of(process.pid()), OptionalLong.of(uid), List.of(gid), user));
        }
    }

    @Test
    @Tag("process")
    void peerThatHasEndedIsStillIdentified() throws Exception {
        try (CommandServer server = start(new JunixPeerSockets(), 1);
                CommandPeer occupant = CommandPeer.connect(server)) {
            occupant.send("{\"cmd\":\"wait\"}");
            Process process = CallerProcess.start(List.of(), CallerProcess.CallerWithoutReply.class, server.socket());
            assertThat(CallerProcess.output(process)).isEmpty();
            process.waitFor();
            released.countDown();

            assertThat(callers.take())
                    .isEqualTo(new Peer(OptionalLong.of(process.pid()), OptionalLong.of(uid), List.of(gid), user));
        }
    }

    @Test
    void jdkSocketsIdentifyTheUser() throws Exception {
        try (CommandServer server = start(new JdkPeerSockets(), 1);
                CommandPeer peer = CommandPeer.connect(server)) {
            peer.send("{\"cmd\":\"who\"}");

            assertThat(callers.take()).isEqualTo(new Peer(OptionalLong.empty(), OptionalLong.of(uid), List.of(), user));
        }
    }

    @Test
    @Tag("process")
    void withoutTheNativeLibraryTheServerWorksAndLogsOneWarning() throws Exception {
        Path socket = directory.resolve("own.sock");
        List<String> options = List.of("-Dorg.newsclub.net.unix.library.tmpdir=" + directory.resolve("missing"));

        String output =
                CallerProcess.output(CallerProcess.start(options, CallerProcess.SelfCallingServer.class, socket));

        assertThat(output)
                .endsWith("Peer[pid=OptionalLong.empty, uid=OptionalLong[" + uid + "], gids=[], user=" + user + "]");
        assertThat(output).containsOnlyOnce("junixsocket is not available, only the user names of clients are known");
    }

    private CommandServer start(PeerSockets sockets, int workers) throws IOException {
        CommandLimits limits = CommandLimits.DEFAULT;
        return CommandServer.builder()
                .path(directory.resolve("admin.sock"))
                .sockets(sockets)
                .limits(new CommandLimits(limits.request(), Duration.ofSeconds(30), workers, limits.maxRequestBytes()))
                .handler("wait", call -> {
                    released.await();
                    return "";
                })
                .handler("who", call -> {
                    callers.add(call.peer());
                    return "told";
                })
                .start();
    }
}
