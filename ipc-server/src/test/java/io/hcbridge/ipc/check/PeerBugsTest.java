/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.protocol.health.HealthKind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Bugs of other health libraries, as tests with the real threads. {@link CheckStreakTest} has dropwizard's counter, and the tests of the health
 * server have the recovery that ends a drain.
 */
@Timeout(60)
final class PeerBugsTest {
    private static final Duration BRIEF = Duration.ofMillis(20);

    private final CountDownLatch testIsOver = new CountDownLatch(1);
    private final HealthRegistry registry = new HealthRegistry();

    @AfterEach
    void end() {
        testIsOver.countDown();
        registry.close();
    }

    @Test
    void checkThatNeverEndsDelaysNoOtherCheckAndHoldsOneThread() throws Exception {
        Set<Thread> held = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 50; i++) {
            registry.add(Check.degraded("hangs" + i, () -> hang(held))
                    .every(Duration.ofMillis(1))
                    .timeout(Duration.ofMillis(5)));
        }
        AtomicInteger runs = new AtomicInteger();
        registry.add(Check.critical("quick", runs::incrementAndGet).every(Duration.ofMillis(1)));

        await(() -> runs.get() > 100 && failures("hangs0") > 10 && failures("hangs49") > 10);
        assertThat(held).hasSize(50);
        assertThat(registry.lastReport(HealthKind.READINESS).isUp()).isTrue();
        assertThat(ask().reason()).startsWith("hangs0: still running after 5ms; hangs1: ");
    }

    /** A check that is removed while it hangs, and added again, must not use more threads than the limit. */
    @Test
    void removedChecksThatHangUseNoMoreThreadsThanTheLimit() {
        Set<Thread> held = ConcurrentHashMap.newKeySet();
        try (HealthRegistry small = new HealthRegistry(new DaemonThreads(20))) {
            String reason = "";
            while (reason.isEmpty() || reason.contains("still running")) {
                small.add(Check.critical("db", () -> hang(held)).timeout(Duration.ofMillis(1)));
                reason = small.check(HealthKind.READINESS)
                        .toCompletableFuture()
                        .join()
                        .reason();
                small.remove("db");
            }
            assertThat(reason).isEqualTo("db: cannot start: all 20 threads are busy");
            assertThat(held).hasSizeLessThanOrEqualTo(20);
            // A server's requests run a check on the server's own thread.
            small.add(Check.service(() -> {}));
            assertThat(small.check(HealthKind.READINESS, Runnable::run)
                            .toCompletableFuture()
                            .join()
                            .isUp())
                    .isTrue();
        }
    }

    @Test
    void noLockIsHeldWhileACheckRuns() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        registry.add(Check.critical("slow", () -> {
            begun.countDown();
            testIsOver.await();
        }));
        registry.check(HealthKind.READINESS);
        begun.await();

        registry.add(Check.critical("added", () -> {}).liveness());
        registry.addListener((before, after) -> {});
        assertThat(registry.state("slow").orElseThrow().status()).isEqualTo(CheckStatus.UNKNOWN);
        assertThat(registry.statistics("slow").orElseThrow().runs()).isZero();
        assertThat(registry.lastReport(HealthKind.READINESS).checks()).hasSize(2);
        assertThat(registry.check(HealthKind.LIVENESS)
                        .toCompletableFuture()
                        .join()
                        .isUp())
                .isTrue();
        assertThat(registry.remove("added")).isTrue();
    }

    @Test
    void checkMayUseItsRegistry() {
        registry.add(Check.critical("adds", () -> registry.add(Check.critical("added", () -> {}))));
        assertThat(ask().isUp()).isTrue();
        assertThat(registry.state("added")).isPresent();

        registry.add(Check.critical("removes", () -> registry.remove("adds")));
        assertThat(ask().checks()).extracting(CheckState::name).doesNotContain("adds");
    }

    @Test
    void requestThatWaitsForARemovedCheckIsAnswered() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        registry.add(Check.critical("slow", () -> {
            begun.countDown();
            try {
                testIsOver.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }));
        var report = registry.check(HealthKind.READINESS).toCompletableFuture();
        begun.await();
        registry.remove("slow");

        assertThat(report.join().isUp()).isTrue();
        assertThat(report.join().checks()).isEmpty();
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void listenerIsNotifiedOnceForEachChangeAndInOrder() {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        CheckListener listener = (before, after) -> seen.add(before.status() + ">" + after.status());
        registry.addListener(listener);
        registry.addListener(listener);
        AtomicInteger runs = new AtomicInteger();
        registry.add(Check.service(() -> {
            if (runs.getAndIncrement() % 2 == 1) {
                throw new IOException("odd");
            }
        }));
        for (int i = 0; i < 500; i++) {
            ask();
        }
        await(() -> seen.size() == 500);
        assertThat(seen.stream().limit(3)).containsExactly("UNKNOWN>UP", "UP>DOWN", "DOWN>UP");
        List<String> all = List.copyOf(seen);
        for (int i = 1; i < all.size(); i++) {
            assertThat(all.get(i)).isEqualTo(i % 2 == 1 ? "UP>DOWN" : "DOWN>UP");
        }
    }

    @Test
    void manyClientsAtTheSameTimeCauseOneChange() {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        AtomicBoolean isDown = new AtomicBoolean();
        registry.addListener((before, after) -> seen.add(before.status() + ">" + after.status()));
        registry.add(Check.service(() -> {
            if (isDown.get()) {
                throw new IOException("gone");
            }
        }));
        IntStream.range(0, 1000).parallel().forEach(i -> ask());
        isDown.set(true);
        IntStream.range(0, 1000).parallel().forEach(i -> ask());
        await(() -> seen.size() >= 2);
        assertThat(seen).containsExactly("UNKNOWN>UP", "UP>DOWN");
    }

    @Test
    void listenerThatThrowsOrHangsDelaysNeitherChecksNorOtherListeners() {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        registry.addListener((before, after) -> {
            throw new IllegalStateException("broken listener");
        });
        registry.addListener((before, after) -> awaitQuietly(testIsOver));
        registry.addListener((before, after) -> seen.add(after.reason()));
        AtomicInteger runs = new AtomicInteger();
        registry.add(Check.service(() -> {
            if (runs.incrementAndGet() % 2 == 0) {
                throw new IOException("run " + runs);
            }
        }));
        for (int i = 0; i < 4; i++) {
            ask();
        }
        await(() -> seen.size() == 4);
        assertThat(seen).containsExactly("", "run 2", "", "run 4");
    }

    @Test
    void removedListenerIsNotNotified() {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        CheckListener listener = (before, after) -> seen.add("removed listener");
        registry.addListener(listener);
        registry.removeListener(listener);
        registry.addListener((before, after) -> seen.add("other"));
        registry.add(Check.service(() -> {}));
        ask();
        await(() -> !seen.isEmpty());
        assertThat(seen).containsExactly("other");
    }

    /** The late result of a run that was over its limit would otherwise replace the result of a later run. */
    @Test
    void lateResultIsIgnored() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        registry.add(Check.service(() -> {
                    if (runs.incrementAndGet() == 1) {
                        while (released.getCount() > 0) {
                            awaitQuietly(released);
                        }
                        ended.countDown();
                        return;
                    }
                    throw new IOException("run " + runs);
                })
                .timeout(BRIEF));
        assertThat(ask().reason()).isEqualTo("still running after 20ms");
        released.countDown();
        ended.await();
        await(() -> ask().reason().equals("run 2"));
        assertThat(registry.statistics("service").orElseThrow().failures())
                .isEqualTo(registry.statistics("service").orElseThrow().runs());
    }

    @Test
    void checksAreAddedAndRemovedWhileOthersRunAndAreAsked() {
        registry.add(
                Check.critical("stays", () -> {}).every(Duration.ofMillis(1)).initiallyUp());
        IntStream.range(0, 400).parallel().forEach(i -> {
            String name = "c" + i % 20;
            try {
                registry.add(
                        i % 2 == 0
                                ? Check.critical(name, () -> {})
                                : Check.degraded(name, () -> {}).every(BRIEF));
            } catch (IllegalArgumentException used) {
                registry.remove(name);
            }
            assertThat(ask()).isNotNull();
        });
        for (int i = 0; i < 20; i++) {
            registry.remove("c" + i);
        }
        assertThat(ask().checks()).extracting(CheckState::name).containsExactly("stays");
        assertThat(ask().isUp()).isTrue();
    }

    private long failures(String name) {
        return registry.statistics(name).orElseThrow().failures();
    }

    private HealthReport ask() {
        return registry.check(HealthKind.READINESS).toCompletableFuture().join();
    }

    /** Ignores interrupts until the test is over. */
    private void hang(Set<Thread> held) {
        held.add(Thread.currentThread());
        while (testIsOver.getCount() > 0) {
            awaitQuietly(testIsOver);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ignored) {
            // The test needs code that ignores interrupts.
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            assertThat(Thread.currentThread().isInterrupted()).as("timed out").isFalse();
            Thread.onSpinWait();
        }
    }
}
