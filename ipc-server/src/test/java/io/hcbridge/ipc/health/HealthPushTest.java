/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.ipc.group.GroupException;
import io.hcbridge.ipc.group.GroupHandler;
import io.hcbridge.ipc.group.GroupMode;
import io.hcbridge.ipc.group.GroupNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reports that a health server pushes, to a master that stands for a bridge. */
@Timeout(60)
final class HealthPushTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();
    private volatile String failure = "";

    private GroupNode bridge(GroupHandler handler) throws Exception {
        return GroupNode.builder("edge")
                .directory(directory)
                .mode(GroupMode.MASTER)
                .handler(handler)
                .start();
    }

    /** Starts a bridge with this TTL in milliseconds. */
    private GroupNode bridge(int ttl) throws Exception {
        return bridge(request -> {
            reports.add(request.text().strip());
            return ("ok " + ttl + " 0\n").getBytes(UTF_8);
        });
    }

    private ReportGroup group() {
        return ReportGroup.of("edge", "orders").in(directory);
    }

    private HealthServer service() throws Exception {
        return HealthServer.builder()
                .directory(directory)
                .socketDirectory(directory)
                .pushTo(group())
                .start(() -> {
                    if (!failure.isEmpty()) {
                        throw new IllegalStateException(failure);
                    }
                });
    }

    private String next() throws InterruptedException {
        String report = reports.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(report).isNotNull();
        return report;
    }

    /** Waits for a report. Earlier ones are dropped. */
    private void await(String expected) throws InterruptedException {
        String report = next();
        while (!report.equals(expected)) {
            report = next();
        }
    }

    @Test
    void everyChangeIsReportedWithoutWaitingForTheTtl() throws Exception {
        try (GroupNode bridge = bridge(3_600_000);
                HealthServer service = service()) {
            assertThat(next()).isEqualTo("orders up");
            service.drain("deploy 42");
            await("orders drain up #deploy 42");
            service.weight(50);
            await("orders drain up 50% #deploy 42");
            service.ready();
            await("orders up 50%");
            failure = "database gone";
            await("orders down 50% #database gone");
            service.stopped("bye");
            await("orders stopped 50% #bye");
            service.ready();
            service.clearWeight();
            failure = "";
            await("orders up");
            assertThat(bridge.isMaster()).isTrue();
        }
    }

    @Test
    void anUnchangedReportIsSentTwiceWithinEachTtl() throws Exception {
        try (GroupNode bridge = bridge(1000);
                HealthServer service = service()) {
            long start = System.nanoTime();
            for (int i = 0; i < 5; i++) {
                assertThat(next()).isEqualTo("orders up");
            }
            assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(4 * 490));
            assertThat(bridge.isMaster()).isTrue();
            assertThat(service.socket()).exists();
        }
    }

    @Test
    void aNewMasterGetsAReportAtOnce() throws Exception {
        try (HealthServer service = service()) {
            try (GroupNode first = bridge(3_600_000)) {
                assertThat(next()).isEqualTo("orders up");
                assertThat(first.isMaster()).isTrue();
            }
            service.drain("x");
            try (GroupNode second = bridge(3_600_000)) {
                await("orders drain up #x");
                assertThat(second.isMaster()).isTrue();
            }
        }
    }

    @Test
    void aServiceThatClosesIsReportedAsStopped() throws Exception {
        try (GroupNode bridge = bridge(3_600_000)) {
            HealthServer service = service();
            assertThat(next()).isEqualTo("orders up");
            service.close();
            assertThat(next()).isEqualTo("orders stopped #closed on purpose");
            HealthServer drained = service();
            await("orders up");
            drained.drain("deploy");
            await("orders drain up #deploy");
            drained.close();
            assertThat(next()).isEqualTo("orders drain stopped #deploy");
            assertThat(bridge.isMaster()).isTrue();
        }
    }

    @Test
    void withoutABridgeTheServiceRunsAndClosesAtOnce() throws Exception {
        HealthServer service = service();
        service.drain("x");
        assertThat(HealthClient.of(directory).socketDirectory(directory).check().isHealthy())
                .isTrue();
        long start = System.nanoTime();
        service.close();
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
    }

    @Test
    void aMasterThatIsNoBridgeOrRefusesIsTriedAgain() throws Exception {
        Queue<String> kinds = new ConcurrentLinkedQueue<>(List.of("other", "refusing", "bridge"));
        GroupHandler handler = request -> {
            String kind = kinds.isEmpty() ? "bridge" : kinds.remove();
            reports.add(kind);
            return switch (kind) {
                case "other" -> "pong".getBytes(UTF_8);
                case "refusing" -> throw new GroupException("permission denied");
                default -> "ok 3600000 0\n".getBytes(UTF_8);
            };
        };
        try (GroupNode bridge = bridge(handler);
                HealthServer service = service()) {
            assertThat(next()).isEqualTo("other");
            assertThat(next()).isEqualTo("refusing");
            assertThat(next()).isEqualTo("bridge");
            assertThat(bridge.isMaster()).isTrue();
            assertThat(service.socket()).exists();
        }
    }

    @Test
    void aBridgeThatHangsDelaysTheCloseByAtMostASecond() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        GroupHandler handler = request -> {
            if (!reports.isEmpty()) {
                hangs.countDown();
                end.await();
            }
            reports.add(request.text());
            return "ok 3600000 0\n".getBytes(UTF_8);
        };
        try (GroupNode bridge = bridge(handler)) {
            HealthServer service = service();
            while (reports.isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            service.drain("x");
            assertThat(hangs.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            long start = System.nanoTime();
            service.close();
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
            end.countDown();
            assertThat(bridge.isMaster()).isTrue();
        }
    }

    @Test
    void closeEndsAllThreads() throws Exception {
        try (GroupNode bridge = bridge(3_600_000)) {
            HealthServer service = service();
            assertThat(next()).isEqualTo("orders up");
            service.close();
            assertThat(bridge.isMaster()).isTrue();
        }
        for (int i = 0; i < 2000 && hasThread(); i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(hasThread()).isFalse();
    }

    private static boolean hasThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("health push edge")
                        || thread.getName().equals("group edge client"));
    }

    @Test
    void wrongGroupsAreRefused() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReportGroup.of("edge", "a b"))
                .withMessage("target: 'a b' must match [A-Za-z0-9][A-Za-z0-9._-]{0,63}");
        try (HealthServer service = HealthServer.builder()
                .directory(directory)
                .socketDirectory(directory)
                .start(() -> {})) {
            assertThatIllegalArgumentException().isThrownBy(() -> service.pushTo(ReportGroup.of("a/b", "orders")));
            assertThatIOException()
                    .isThrownBy(() -> service.pushTo(group().ofBridgeUser("nobody-has-this-name")))
                    .withMessageContaining("nobody-has-this-name");
        }
    }
}
