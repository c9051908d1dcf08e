/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import static io.hcbridge.ipc.group.GroupFixture.ask;
import static io.hcbridge.ipc.group.GroupFixture.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hcbridge.ipc.internal.lock.ElectionLock;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Elections, and other programs that remove the files of a group. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
final class TakeoverTest {
    @TempDir
    private Path directory;

    private GroupFixture group;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void setUp() {
        group = new GroupFixture(directory);
    }

    @AfterEach
    void tearDown() {
        threads.shutdownNow();
        group.close();
    }

    @Test
    void nextCandidateIsElectedWhenTheMasterCloses() throws Exception {
        GroupNode first = group.master("first");
        GroupNode client = group.client();
        assertThat(ask(client, "1")).isEqualTo("first:1");
        GroupNode second = group.master("second");
        first.close();
        assertThat(ask(client, "2")).isEqualTo("second:2");
        assertThat(first.isMaster()).isFalse();
        assertThat(second.isMaster()).isTrue();
    }

    @Test
    void listenersLearnOfElectionsAndConnections() throws Exception {
        GroupNode master = group.master("a");
        group.awaitEvent("ELECTED");
        group.client();
        group.awaitEvent("CONNECTED a master of hcbridge");
        master.close();
        group.awaitEvent("DEPOSED the node closes");
        group.master("b");
        group.awaitEvent("CONNECTED");
    }

    @Test
    void requestWhoseMasterEndsIsRepeatedAndTheNextMasterLearnsThat() throws Exception {
        BlockingQueue<GroupRequest> requests = new LinkedBlockingQueue<>();
        GroupNode first = group.start(group.builder(GroupMode.MASTER).handler(request -> {
            requests.add(request);
            Thread.sleep(60_000);
            return new byte[0];
        }));
        Future<String> response = threads.submit(() -> ask(group.client(), "x"));
        GroupRequest lost = requests.take();
        first.close();
        group.start(group.builder(GroupMode.MASTER).handler(request -> {
            requests.add(request);
            return utf8("done");
        }));
        assertThat(response.get()).isEqualTo("done");
        GroupRequest repeated = requests.take();
        assertThat(lost.mayBeRepeated()).isFalse();
        assertThat(repeated.mayBeRepeated()).isTrue();
        assertThat(repeated.id()).isEqualTo(lost.id());
    }

    @Test
    void requestThatMustNotBeRepeatedFailsWhenItsMasterEnds() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        GroupNode master = group.start(group.builder(GroupMode.MASTER).handler(request -> {
            entered.countDown();
            Thread.sleep(60_000);
            return new byte[0];
        }));
        GroupNode client = group.start(group.builder(GroupMode.CLIENT).repeatRequests(false));
        Future<String> response = threads.submit(() -> ask(client, "x"));
        entered.await();
        master.close();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(response::get)
                .withCauseInstanceOf(IOException.class)
                .withMessageContaining(
                        "request to group edge failed: the master ended the connection before it responded;"
                                + " the request may have been executed");
    }

    @Test
    void removedSocketIsRestoredAndConnectedClientsStay() throws Exception {
        group.master("a");
        GroupNode client = group.client();
        ask(client, "1");
        for (int i = 0; i < 3; i++) {
            Files.delete(group.socket());
            assertThat(ask(client, "2")).isEqualTo("a:2");
            group.awaitEvent("RESTORED");
            assertThat(ask(group.client(), "3")).isEqualTo("a:3");
        }
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("edge.lock", "edge.sock", ".edge.sock");
    }

    @Test
    void socketThatAnotherProgramHasReplacedIsRestored() throws Exception {
        group.master("a");
        group.awaitEvent("ELECTED");
        Files.delete(group.socket());
        try (ServerSocketChannel stranger = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stranger.bind(UnixDomainSocketAddress.of(group.socket()));
            group.awaitEvent("RESTORED");
            assertThat(ask(group.client(), "x")).isEqualTo("a:x");
        }
    }

    @Test
    void masterWhoseLockFileIsRemovedIsDeposedAndElectedAgain() throws Exception {
        group.master("a");
        group.awaitEvent("ELECTED");
        Files.delete(group.lock());
        group.awaitEvent("DEPOSED the lock file was removed or replaced by another program");
        group.awaitEvent("ELECTED");
        assertThat(ask(group.client(), "x")).isEqualTo("a:x");
    }

    @Test
    void socketsOfAKilledMasterAreReplaced() throws Exception {
        for (String name : List.of("edge.sock", ".edge.sock")) {
            try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                killed.bind(UnixDomainSocketAddress.of(directory.resolve(name)));
            }
        }
        group.master("a");
        assertThat(ask(group.client(), "x")).isEqualTo("a:x");
    }

    @Test
    void candidateThatCannotOpenItsSocketReportsItOnceAndDoesNotKeepTheLock() throws Exception {
        Files.createDirectory(group.socket());
        group.master("a");
        group.awaitEvent("OBSTRUCTED socket path " + group.socket() + " exists and is not a socket; remove it");
        GroupFixture.await(() -> {
            try (ElectionLock lock = ElectionLock.tryAcquire(group.lock()).orElse(null)) {
                return lock != null;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        Files.delete(group.socket());
        group.awaitEvent("ELECTED");
    }

    @Test
    void thereIsOneMasterAmongManyCandidatesThatComeAndGo() throws Exception {
        GroupNode client = group.client();
        GroupNode current = group.master("m0");
        for (int i = 1; i <= 10; i++) {
            assertThat(ask(client, "x")).isEqualTo("m" + (i - 1) + ":x");
            GroupNode next = group.master("m" + i);
            current.close();
            current = next;
        }
    }
}
