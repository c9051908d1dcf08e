/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import static io.hcbridge.ipc.group.GroupFixture.ask;
import static io.hcbridge.ipc.group.GroupFixture.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hcbridge.ipc.internal.OwnUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests between the members of a group. */
@Timeout(60)
final class GroupNodeTest {
    @TempDir
    private Path directory;

    private GroupFixture group;

    @BeforeEach
    void setUp() {
        group = new GroupFixture(directory);
    }

    @AfterEach
    void tearDown() {
        group.close();
    }

    @Test
    void nodeInModeDualIsItsOwnMaster() throws Exception {
        GroupNode node = group.start(group.builder(GroupMode.DUAL).handler(GroupFixture.echo("a")));
        assertThat(ask(node, "hello")).isEqualTo("a:hello");
        assertThat(ask(node, "")).isEqualTo("a:");
        assertThat(node.isMaster()).isTrue();
    }

    @Test
    void requestWaitsForAMaster() throws Exception {
        GroupNode client = group.client();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<String> response = thread.submit(() -> ask(client, "early"));
            group.master("late");
            assertThat(response.get()).isEqualTo("late:early");
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void requestWithoutAMasterFailsAtItsDeadlineAndSaysSo() throws Exception {
        GroupNode client = group.client();
        assertThatIOException()
                .isThrownBy(() -> client.request(utf8("x"), Duration.ofMillis(150)))
                .withMessage("request to group edge failed: no response in time: cannot connect to " + group.socket()
                        + ": it does not exist; is the service running?");
    }

    @Test
    void errorOfTheHandlerReachesTheClient() throws Exception {
        group.start(group.builder(GroupMode.MASTER).handler(request -> {
            if (request.text().equals("known")) {
                throw new GroupException("no stock");
            }
            throw new IllegalStateException("boom");
        }));
        GroupNode client = group.client();
        assertThatExceptionOfType(GroupException.class)
                .isThrownBy(() -> ask(client, "known"))
                .withMessage("no stock");
        assertThatExceptionOfType(GroupException.class)
                .isThrownBy(() -> ask(client, "unknown"))
                .withMessage("the master's handler failed: boom");
    }

    @Test
    void handlerServesOneOfManyProducersAtATime() throws Exception {
        AtomicInteger running = new AtomicInteger();
        group.start(group.builder(GroupMode.MASTER).handler(request -> {
            assertThat(running.incrementAndGet()).isEqualTo(1);
            running.decrementAndGet();
            return request.payload();
        }));
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<?>> producers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                GroupNode client = group.client();
                String name = "p" + i;
                for (int k = 0; k < 2; k++) {
                    String thread = name + "t" + k;
                    producers.add(threads.submit(() -> {
                        for (int n = 0; n < 100; n++) {
                            assertThat(ask(client, thread + "n" + n)).isEqualTo(thread + "n" + n);
                        }
                        return null;
                    }));
                }
            }
            for (Future<?> producer : producers) {
                producer.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void handlerKnowsTheClient() throws Exception {
        BlockingQueue<GroupRequest> requests = new LinkedBlockingQueue<>();
        group.start(group.builder(GroupMode.MASTER).handler(request -> {
            requests.add(request);
            return new byte[0];
        }));
        GroupNode client = group.client();
        ask(client, "1");
        ask(client, "2");
        GroupRequest first = requests.take();
        GroupRequest second = requests.take();
        assertThat(first.peer().uid()).hasValue(OwnUser.uid());
        assertThat(first.peer().pid()).hasValue(ProcessHandle.current().pid());
        assertThat(first.client()).isEqualTo(second.client()).matches("[0-9a-f]{32}");
        assertThat(first.id()).isEqualTo(first.client() + "/1");
        assertThat(second.id()).isEqualTo(first.client() + "/2");
        assertThat(first.mayBeRepeated()).isFalse();
    }

    @Test
    void payloadsOfAMebibyteArrive() throws Exception {
        group.start(group.builder(GroupMode.MASTER).handler(GroupRequest::payload));
        GroupNode client = group.client();
        byte[] payload = new byte[1 << 20];
        payload[payload.length - 1] = 1;
        assertThat(client.request(payload)).isEqualTo(payload);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.request(new byte[payload.length + 1]))
                .withMessage("request length: 1048577 bytes must be at most 1048576");
    }

    @Test
    void responseThatIsTooLongIsAnError() throws Exception {
        group.start(group.builder(GroupMode.MASTER).handler(request -> new byte[(1 << 20) + 1]));
        assertThatExceptionOfType(GroupException.class)
                .isThrownBy(() -> ask(group.client(), "x"))
                .withMessage("response length: 1048577 bytes must be at most 1048576");
    }

    @Test
    void handlerThatHangsIsInterruptedAndTheNextRequestIsServed() throws Exception {
        group.start(group.builder(GroupMode.MASTER)
                .handlerTimeout(Duration.ofMillis(100))
                .handler(request -> {
                    if (request.text().equals("hang")) {
                        Thread.sleep(60_000);
                    }
                    return request.payload();
                }));
        GroupNode client = group.client();
        assertThatExceptionOfType(GroupException.class)
                .isThrownBy(() -> ask(client, "hang"))
                .withMessage("the master's handler timed out after 100 ms");
        assertThat(ask(client, "next")).isEqualTo("next");
    }

    @Test
    void requestThatABlockedHandlerDidNotReachIsReportedAsNotExecuted() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        group.start(group.builder(GroupMode.MASTER)
                .handlerTimeout(Duration.ofMillis(200))
                .handler(request -> {
                    entered.countDown();
                    awaitUninterruptibly(released);
                    return request.payload();
                }));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<String> first = thread.submit(() -> ask(group.client(), "first"));
            entered.await();
            assertThatExceptionOfType(GroupException.class)
                    .isThrownBy(() -> ask(group.client(), "second"))
                    .withMessage("the master's handler was busy for 200 ms; the request was not executed");
            assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
                    .isThrownBy(first::get)
                    .withMessageContaining("the master's handler timed out after 200 ms");
        } finally {
            released.countDown();
            thread.shutdownNow();
        }
    }

    @Test
    void fullQueueIsAnError() throws Exception {
        GroupNode client = group.start(group.builder(GroupMode.CLIENT).maxQueued(1));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            threads.submit(() -> client.request(utf8("being sent"), Duration.ofSeconds(20)));
            threads.submit(() -> client.request(utf8("queued"), Duration.ofSeconds(20)));
            GroupFixture.await(() -> {
                try {
                    client.request(utf8("one too many"), Duration.ofMillis(1));
                    return false;
                } catch (IOException e) {
                    return String.valueOf(e.getMessage())
                            .equals(
                                    "request to group edge failed: 1 requests of this node already wait for their turn");
                } catch (GroupException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        } finally {
            client.close();
            threads.shutdownNow();
        }
    }

    @Test
    void closedNodeFailsItsRequests() throws Exception {
        GroupNode client = group.client();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<byte[]> waiting = thread.submit(() -> client.request(utf8("x")));
            GroupFixture.await(() -> Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(t -> t.getName().equals("group edge client")));
            client.close();
            client.close();
            assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
                    .isThrownBy(waiting::get)
                    .withCauseInstanceOf(IOException.class)
                    .withMessageContaining("the node is closed");
            assertThatIOException()
                    .isThrownBy(() -> ask(client, "x"))
                    .withMessage("request to group edge failed: the node is closed");
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void closedNodeLeavesOnlyTheLockFileAndNoThread() throws Exception {
        GroupNode node = group.start(group.builder(GroupMode.DUAL).handler(GroupFixture.echo("a")));
        ask(node, "x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(group.socket())))
                .isEqualTo("rw-------");
        node.close();
        assertThat(directory.toFile().list()).containsExactly("edge.lock");
        GroupFixture.await(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(
                        t -> t.getName().startsWith("group edge") || t.getName().contains(directory.toString())));
    }

    @Test
    void wrongSettingsAreRefused() {
        for (String name : List.of("", " ", "a/b", ".x", "x".repeat(65))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GroupNode.builder(name))
                    .withMessageContaining("group name '" + name + "' must be 1 to 64 letters");
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> group.builder(GroupMode.DUAL).start())
                .withMessage("handler: must be set in mode DUAL");
        assertThatIllegalStateException()
                .isThrownBy(() -> group.builder(GroupMode.CLIENT)
                        .handler(GroupFixture.echo("a"))
                        .start())
                .withMessage("handler: must not be set in mode CLIENT");
        assertThatIOException()
                .isThrownBy(() -> group.builder(GroupMode.CLIENT)
                        .masterUser("no-such-user")
                        .start())
                .withMessage("master user no-such-user does not exist");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> group.builder(GroupMode.CLIENT).requestTimeout(Duration.ZERO))
                .withMessage("request timeout: PT0S must be at least 1 ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> group.builder(GroupMode.CLIENT).maxQueued(0))
                .withMessage("max queued: 0 must be at least 1");
    }

    @Test
    void masterSendsNoRequests() throws Exception {
        GroupNode master = group.master("a");
        assertThatIllegalStateException()
                .isThrownBy(() -> ask(master, "x"))
                .withMessage("mode MASTER sends no requests");
    }

    @Test
    void clientThatIsNotAdmittedLearnsWhy() throws Exception {
        group.start(group.builder(GroupMode.MASTER).admit(peer -> false).handler(GroupFixture.echo("a")));
        GroupNode client = group.client();
        group.awaitEvent("ELECTED");
        assertThatIOException()
                .isThrownBy(() -> client.request(utf8("x"), Duration.ofSeconds(1)))
                .withMessageContaining("the master refused this client: permission denied: user ")
                .withMessageContaining(" is not admitted to this group");
    }

    @Test
    void listenerThatFailsHarmsNothing() throws Exception {
        GroupNode node = group.start(
                group.builder(GroupMode.DUAL).handler(GroupFixture.echo("a")).listener((event, detail) -> {
                    throw new IllegalStateException("listener");
                }));
        assertThat(ask(node, "x")).isEqualTo("a:x");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // This handler does not obey.
            }
        }
    }
}
