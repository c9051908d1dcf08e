/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HealthChecksTest {
    private static final Duration AMPLE = Duration.ofSeconds(20);

    private final CountDownLatch testIsOver = new CountDownLatch(1);
    private final List<HealthChecks> opened = new ArrayList<>();

    @AfterEach
    void end() {
        testIsOver.countDown();
        opened.forEach(HealthChecks::close);
    }

    /** A thrown exception and the expected text for clients. */
    record Failure(Throwable thrown, String expected) {
        static Stream<Failure> all() {
            return Stream.of(
                    new Failure(new IllegalStateException("db down"), "db down"),
                    new Failure(new IllegalStateException("  db down\n"), "db down"),
                    new Failure(new IllegalStateException(), "java.lang.IllegalStateException"),
                    new Failure(new IllegalStateException(" \t"), "java.lang.IllegalStateException"),
                    new Failure(new IllegalStateException("healthy"), "check failed with the message 'healthy'"),
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
    @MethodSource("io.hcbridge.ipc.health.HealthChecksTest$Failure#all")
    void everyThrownExceptionGivesAUsefulText(Failure failure) {
        assertThat(ask(only(failing(failure.thrown()), AMPLE)).join()).isEqualTo(failure.expected());
    }

    @Test
    void serviceIsHealthyIfAllChecksPass() {
        assertThat(ask(named(Map.of("a", () -> {}, "b", () -> {}), AMPLE)).join())
                .isEqualTo("healthy");
    }

    @Test
    void failuresAreJoinedInTheOrderOfTheirChecks() {
        Map<String, HealthCheck> checks = new LinkedHashMap<>();
        checks.put("db", failing(new Exception("no route")));
        checks.put("disk", () -> {});
        checks.put("queue", failing(new Exception("full")));

        assertThat(ask(named(checks, AMPLE)).join()).isEqualTo("db: no route; queue: full");
    }

    @Test
    void checksRunInParallel() {
        CyclicBarrier all = new CyclicBarrier(3);
        HealthCheck meeting = () -> all.await(20, TimeUnit.SECONDS);

        assertThat(ask(named(Map.of("a", meeting, "b", meeting, "c", meeting), AMPLE))
                        .join())
                .isEqualTo("healthy");
    }

    @Test
    void requestsDuringARoundShareItsResult() {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch allHaveAsked = new CountDownLatch(1);
        HealthChecks checks = only(
                () -> {
                    runs.incrementAndGet();
                    allHaveAsked.await();
                },
                AMPLE);

        List<CompletableFuture<String>> replies =
                Stream.generate(() -> ask(checks)).limit(100).toList();
        allHaveAsked.countDown();

        assertThat(replies).allSatisfy(reply -> assertThat(reply.join()).isEqualTo("healthy"));
        assertThat(runs).hasValue(1);
    }

    @Test
    void checksRunAgainInTheNextRound() {
        AtomicInteger runs = new AtomicInteger();
        HealthChecks checks = only(
                () -> {
                    throw new Exception("run " + runs.incrementAndGet());
                },
                AMPLE);

        assertThat(ask(checks).join()).isEqualTo("run 1");
        assertThat(ask(checks).join()).isEqualTo("run 2");
    }

    @Test
    void checkPastItsLimitIsInterrupted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        HealthChecks checks = only(
                () -> {
                    try {
                        testIsOver.await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                },
                Duration.ofMillis(20));

        assertThat(askPatiently(checks)).isEqualTo("check still running");
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void interruptDoesNotAffectTheNextRun() {
        AtomicInteger runs = new AtomicInteger();
        HealthChecks checks = only(
                () -> {
                    if (runs.incrementAndGet() == 1) {
                        testIsOver.await();
                    }
                    if (Thread.currentThread().isInterrupted()) {
                        throw new IllegalStateException("interrupted without cause");
                    }
                },
                Duration.ofMillis(20));
        askPatiently(checks);

        String reply = askPatiently(checks);
        while (reply.endsWith("still running")) {
            reply = askPatiently(checks);
        }

        assertThat(reply).isEqualTo("healthy");
    }

    @Test
    void checkThatIgnoresItsInterruptIsReportedAsRunningUntilItEnds() {
        CountDownLatch released = new CountDownLatch(1);
        Map<String, HealthCheck> byName = new LinkedHashMap<>();
        byName.put("db", () -> awaitUninterruptibly(released));
        byName.put("disk", failing(new Exception("full")));
        // Long enough for the other check to end on a busy machine.
        HealthChecks checks = named(byName, Duration.ofMillis(500));

        assertThat(askPatiently(checks)).isEqualTo("check db still running; disk: full");
        // Without expire(): the round waits only for the other check.
        assertThat(ask(checks).join()).isEqualTo("check db still running; disk: full");

        released.countDown();
        String reply = askPatiently(checks);
        while (reply.contains("still running")) {
            reply = askPatiently(checks);
        }
        assertThat(reply).isEqualTo("disk: full");
    }

    @Test
    void expireBeforeTheLimitHasNoEffect() {
        CountDownLatch asked = new CountDownLatch(1);
        HealthChecks checks = only(asked::await, AMPLE);
        CompletableFuture<String> reply = ask(checks);

        checks.expire();
        assertThat(reply).isNotDone();

        asked.countDown();
        assertThat(reply.join()).isEqualTo("healthy");
    }

    @Test
    void checksRunOnDaemonThreads() {
        HealthChecks checks = only(
                () -> {
                    throw new Exception("daemon: " + Thread.currentThread().isDaemon());
                },
                AMPLE);

        assertThat(ask(checks).join()).isEqualTo("daemon: true");
    }

    /** Runs a round, and expires it at the limit as a client's session does. */
    private static String askPatiently(HealthChecks checks) {
        CompletableFuture<String> reply = ask(checks);
        while (!reply.isDone()) {
            checks.expire();
            Thread.onSpinWait();
        }
        return reply.join();
    }

    private static CompletableFuture<String> ask(HealthChecks checks) {
        CompletableFuture<String> reply = new CompletableFuture<>();
        checks.run(nobody -> false, failure -> reply.complete(new String(ServiceState.NORMAL.ping(failure), UTF_8)));
        return reply.orTimeout(20, TimeUnit.SECONDS);
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

    private HealthChecks only(HealthCheck check, Duration limit) {
        return named(Map.of("", check), limit);
    }

    private HealthChecks named(Map<String, HealthCheck> checks, Duration limit) {
        HealthChecks made = new HealthChecks(checks, limit);
        opened.add(made);
        return made;
    }
}
