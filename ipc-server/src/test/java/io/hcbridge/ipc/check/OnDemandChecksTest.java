/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.protocol.health.HealthKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that run for each request, with the real threads. */
@Timeout(60)
final class OnDemandChecksTest {
    private final CountDownLatch testIsOver = new CountDownLatch(1);
    private final HealthRegistry registry = new HealthRegistry();

    @AfterEach
    void end() {
        testIsOver.countDown();
        registry.close();
    }

    /** A thrown exception and the expected reason. */
    record Failure(Throwable thrown, String expected) {
        static Stream<Failure> all() {
            return Stream.of(
                    new Failure(new IllegalStateException("db down"), "db down"),
                    new Failure(new IllegalStateException("  db down\n"), "db down"),
                    new Failure(new IllegalStateException("two\r\n\tlines\u00a0 \u0007"), "two lines"),
                    new Failure(new IllegalStateException(), "java.lang.IllegalStateException"),
                    new Failure(new IllegalStateException(" \t"), "java.lang.IllegalStateException"),
                    new Failure(new IllegalStateException("\u00a0\u2003"), "java.lang.IllegalStateException"),
                    new Failure(new IllegalStateException("x".repeat(10_000)), "x".repeat(4096)),
                    new Failure(new IllegalStateException("\ud83d\ude00".repeat(2049)), "\ud83d\ude00".repeat(2048)),
                    new Failure(new StackOverflowError(), "java.lang.StackOverflowError"),
                    new Failure(new NoClassDefFoundError("com/x/Y"), "java.lang.NoClassDefFoundError: com/x/Y"),
                    new Failure(new BrokenMessage(), BrokenMessage.class.getName()));
        }
    }

    private static final class BrokenMessage extends Exception {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException("no message");
        }
    }

    @ParameterizedTest
    @MethodSource("io.hcbridge.ipc.check.OnDemandChecksTest$Failure#all")
    void everyThrownExceptionGivesAUsefulReasonInOneLine(Failure failure) {
        registry.add(Check.service(failing(failure.thrown())));

        assertThat(ask().reason()).isEqualTo(failure.expected());
    }

    @Test
    void serviceIsHealthyIfAllChecksPass() {
        registry.add(Check.critical("a", () -> {})).add(Check.critical("b", () -> {}));

        assertThat(ask().isUp()).isTrue();
        assertThat(ask().reason()).isEmpty();
    }

    @Test
    void failuresAreJoinedInTheOrderOfTheirChecks() {
        registry.add(Check.critical("db", failing(new Exception("no route"))))
                .add(Check.critical("disk", () -> {}))
                .add(Check.critical("queue", failing(new Exception("full"))));

        assertThat(ask().reason()).isEqualTo("db: no route; queue: full");
    }

    @Test
    void checksRunInParallel() {
        CyclicBarrier all = new CyclicBarrier(3);
        HealthCheck meeting = () -> all.await(20, TimeUnit.SECONDS);
        Stream.of("a", "b", "c").forEach(name -> registry.add(Check.critical(name, meeting)));

        assertThat(ask().isUp()).isTrue();
    }

    @Test
    void requestsDuringARunShareItsResult() {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch allHaveAsked = new CountDownLatch(1);
        registry.add(Check.service(() -> {
            runs.incrementAndGet();
            allHaveAsked.await();
        }));

        List<CompletableFuture<HealthReport>> reports =
                Stream.generate(this::begin).limit(100).toList();
        allHaveAsked.countDown();

        assertThat(reports)
                .allSatisfy(report -> assertThat(report.join().isUp()).isTrue());
        assertThat(runs).hasValue(1);
    }

    @Test
    void checkRunsAgainForTheNextRequest() {
        AtomicInteger runs = new AtomicInteger();
        registry.add(Check.service(() -> {
            throw new Exception("run " + runs.incrementAndGet());
        }));

        assertThat(ask().reason()).isEqualTo("run 1");
        assertThat(ask().reason()).isEqualTo("run 2");
    }

    @Test
    void checkPastItsLimitIsInterrupted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        registry.add(Check.service(() -> {
                    try {
                        testIsOver.await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                })
                .timeout(Duration.ofMillis(20)));

        assertThat(ask().reason()).isEqualTo("still running after 20ms");
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void interruptDoesNotAffectTheNextRun() {
        AtomicInteger runs = new AtomicInteger();
        registry.add(Check.service(() -> {
                    if (runs.incrementAndGet() == 1) {
                        testIsOver.await();
                    }
                    if (Thread.currentThread().isInterrupted()) {
                        throw new IllegalStateException("interrupted without cause");
                    }
                })
                .timeout(Duration.ofMillis(20)));
        ask();

        assertThat(askUntilTheRunHasEnded().isUp()).isTrue();
    }

    @Test
    void checkThatIgnoresItsInterruptIsReportedAsRunningUntilItEnds() {
        CountDownLatch released = new CountDownLatch(1);
        registry.add(Check.critical("db", () -> awaitUninterruptibly(released)).timeout(Duration.ofMillis(20)))
                .add(Check.critical("disk", failing(new Exception("full"))));

        assertThat(ask().reason()).isEqualTo("db: still running after 20ms; disk: full");
        assertThat(ask().reason()).isEqualTo("db: still running after 20ms; disk: full");

        released.countDown();
        assertThat(askUntilTheRunHasEnded().reason()).isEqualTo("disk: full");
    }

    @Test
    void checksRunOnDaemonThreads() {
        registry.add(Check.service(() -> {
            throw new Exception("daemon: " + Thread.currentThread().isDaemon());
        }));

        assertThat(ask().reason()).isEqualTo("daemon: true");
    }

    @Test
    void executorOfTheCallerRunsTheLastCheck() {
        registry.add(Check.critical("a", OnDemandChecksTest::failWithThread))
                .add(Check.critical("b", OnDemandChecksTest::failWithThread));

        String own = Thread.currentThread().getName();
        assertThat(registry.check(HealthKind.READINESS, Runnable::run)
                        .toCompletableFuture()
                        .join()
                        .reason())
                .isEqualTo("a: health check; b: " + own);
    }

    @Test
    void checkRunsOnAThreadOfTheRegistryIfTheExecutorRejectsIt() {
        registry.add(Check.service(OnDemandChecksTest::failWithThread));

        HealthReport report = registry.check(HealthKind.READINESS, check -> {
                    throw new RejectedExecutionException("busy");
                })
                .toCompletableFuture()
                .join();
        assertThat(report.reason()).isEqualTo("health check");
    }

    /** An executor may lose a task, for example a server that is closed. */
    @Test
    void checkThatAnExecutorLosesEndsAtItsLimitAndRunsAgain() {
        registry.add(Check.service(() -> {}).timeout(Duration.ofMillis(20)));

        HealthReport report = registry.check(HealthKind.READINESS, lost -> {})
                .toCompletableFuture()
                .join();
        assertThat(report.reason()).isEqualTo("still running after 20ms");
        assertThat(ask().isUp()).isTrue();
    }

    private static void failWithThread() throws Exception {
        throw new Exception(Thread.currentThread().getName());
    }

    private HealthReport askUntilTheRunHasEnded() {
        HealthReport report = ask();
        while (report.reason().contains("still running")) {
            report = ask();
        }
        return report;
    }

    private HealthReport ask() {
        return begin().join();
    }

    private CompletableFuture<HealthReport> begin() {
        return registry.check(HealthKind.READINESS).toCompletableFuture();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean waiting = true;
        while (waiting) {
            try {
                latch.await();
                waiting = false;
            } catch (InterruptedException e) {
                // The test needs a wait that ignores interrupts.
            }
        }
    }

    private static HealthCheck failing(Throwable thrown) {
        return () -> {
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (Exception) thrown;
        };
    }
}
