/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.net.IoKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every attempt ends exactly once, in time, and releases what it held, whatever its kind does. */
final class BoundedProbeTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ProbeLoop runner = new ProbeLoop(IoKind.NIO, new BlockingWork(1, 1));
    private final AtomicInteger closed = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void stop() {
        released.countDown();
        runner.close();
    }

    private BoundedProbe probe(Duration timeout, Consumer<ProbeRun> begin) {
        return new BoundedProbe(
                runner.environment(),
                timeout,
                "test",
                run -> new ProbeAttempt() {
                    @Override
                    public void begin() {
                        begin.accept(run);
                    }

                    @Override
                    public void close() {
                        closed.incrementAndGet();
                    }
                },
                () -> {});
    }

    @Test
    void theFirstResultCountsAndTheStepsAreKept() throws Exception {
        BoundedProbe probe = probe(LONG, run -> {
            run.steps().enter("connect", "127.0.0.1:80");
            run.steps().enter("status", "");
            run.steps().note("HTTP 200");
            run.end(Verdict.UP);
            run.end(Verdict.down("late"));
        });

        assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
        assertThat(closed).hasValue(1);
        assertThat(runner.steps(probe)).extracting(ProbeStep::name).containsExactly("connect", "status");
        assertThat(runner.steps(probe)).extracting(ProbeStep::detail).containsExactly("127.0.0.1:80", "HTTP 200");
        assertThat(runner.describe(probe))
                .matches("test: connect 127.0.0.1:80 \\(\\d+ µs\\), status HTTP 200 \\(\\d+ µs\\)");
    }

    @Test
    void anAttemptThatDoesNotEndFailsAtItsLimitAndNamesTheStep() throws Exception {
        BoundedProbe probe = probe(SHORT, run -> run.steps().enter("connect", "127.0.0.1:80"));

        assertThat(runner.run(probe)).isEqualTo(Verdict.failed("no answer within 50ms (connect 127.0.0.1:80)"));
        assertThat(closed).hasValue(1);
        assertThat(runner.steps(probe)).hasSize(1);
    }

    @Test
    void aStepThatThrowsIsTheBridgesOwnFault() throws Exception {
        BoundedProbe probe = probe(LONG, run -> {
            throw new IllegalStateException("broken");
        });

        assertThat(runner.run(probe)).isEqualTo(new BridgeFault("java.lang.IllegalStateException: broken"));
        assertThat(closed).hasValue(1);
    }

    @Test
    void whatComesAfterTheEndIsIgnored() throws Exception {
        List<ProbeRun> runs = new ArrayList<>();
        BoundedProbe probe = probe(SHORT, runs::add);
        assertThat(runner.run(probe)).isInstanceOf(Verdict.class);

        CompletableFuture<ProbeResult> second = runner.start(probe);
        boolean ran = runner.call(() -> {
            runs.get(0).guarded(() -> closed.set(100));
            runs.get(0).end(Verdict.UP);
            runs.get(1).end(Verdict.down("second"));
            return runs.get(0).isOver() && runs.get(1).isOver();
        });

        assertThat(ran).isTrue();
        assertThat(second.get()).isEqualTo(Verdict.down("second"));
        assertThat(closed).hasValue(2);
    }

    @Test
    void aBlockingCallComesBackToTheLoop() throws Exception {
        BoundedProbe probe = probe(
                LONG,
                run -> run.<String>call(
                        () -> Thread.currentThread().getName(),
                        name -> run.end(Verdict.down(name + " " + runner.loop().inEventLoop())),
                        why -> Verdict.failed("not expected")));

        assertThat(runner.run(probe)).isEqualTo(Verdict.down("blocking work true"));
    }

    @Test
    void aBlockingCallThatFailsEndsTheProbe() throws Exception {
        BoundedProbe probe = probe(
                LONG,
                run -> run.<String>call(
                        () -> {
                            throw new IOException("no such host");
                        },
                        name -> run.end(Verdict.UP),
                        why -> Verdict.failed(String.valueOf(why.getMessage()))));

        assertThat(runner.run(probe)).isEqualTo(Verdict.failed("no such host"));
    }

    @Test
    void aBlockingCallThatHangsIsGivenUpAndOneWithoutAThreadIsTheBridgesFault() throws Exception {
        Consumer<ProbeRun> hang = run -> {
            run.steps().enter("resolve", "x");
            run.<Boolean>call(
                    () -> {
                        released.await();
                        return true;
                    },
                    any -> run.end(Verdict.UP),
                    why -> Verdict.failed("not expected"));
        };
        Verdict givenUp = Verdict.failed("no answer within 50ms (resolve x)");

        assertThat(runner.run(probe(SHORT, hang))).isEqualTo(givenUp);
        assertThat(runner.run(probe(SHORT, hang))).isEqualTo(givenUp);
        assertThat(runner.run(probe(SHORT, hang))).isEqualTo(new BridgeFault("no free thread for resolve x"));
    }

    @Test
    void closingEndsTheAttemptUnderWay() throws Exception {
        BoundedProbe probe = probe(LONG, run -> {});
        CompletableFuture<ProbeResult> result = runner.start(probe);
        runner.call(() -> {
            probe.close();
            return true;
        });

        assertThat(result.get()).isEqualTo(new BridgeFault("the bridge is stopping"));
        assertThat(closed).hasValue(1);
    }

    @Test
    void theRecordOfStepsIsBounded() throws Exception {
        BoundedProbe probe = probe(LONG, run -> {
            for (int i = 0; i < 1000; i++) {
                run.steps().enter("step", "x".repeat(1000) + "\n");
            }
            run.end(Verdict.UP);
        });

        runner.run(probe);
        assertThat(runner.steps(probe)).hasSize(ProbeSteps.MOST);
        assertThat(runner.steps(probe).get(0).detail()).hasSize(100).matches("x+\\.\\.\\.");
    }
}
