/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.ipc.command.CommandException;
import io.hcbridge.ipc.internal.transport.Deadline;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the work of commands on the event loop. */
@Timeout(30)
final class LoopCallsTest {
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final LoopCalls calls = new LoopCalls(task -> LoopTasks.execute(loop, task));
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void stop() throws InterruptedException {
        assertThat(group.shutdownGracefully(0, 5, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void workThatDidNotStartInTimeNeverRuns() {
        Queue<Runnable> queue = new ArrayDeque<>();
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> new LoopCalls(queue::add).call(runs::incrementAndGet, soon()))
                .withMessageEndingWith("did not start the command in time; the command was not executed");
        assertThat(queue).hasSize(1);
        queue.remove().run();
        assertThat(runs).hasValue(0);
    }

    @Test
    void workOfAnInterruptedCommandNeverRuns() {
        Queue<Runnable> queue = new ArrayDeque<>();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> new LoopCalls(queue::add).call(runs::incrementAndGet));
        queue.remove().run();
        assertThat(runs).hasValue(0);
    }

    @Test
    void workThatHasStartedMayStillTakeEffect() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        // The task starts immediately on another thread and still runs when the time is up.
        CountDownLatch started = new CountDownLatch(1);
        LoopCalls startedAtOnce = new LoopCalls(task -> {
            LoopTasks.execute(loop, task);
            await(started);
        });
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> startedAtOnce.call(
                        () -> {
                            started.countDown();
                            await(released);
                            return runs.incrementAndGet();
                        },
                        soon()))
                .withMessageEndingWith("did not finish in time; the command may still take effect");
        released.countDown();
        loop.submit(() -> {}).sync();
        assertThat(runs).hasValue(1);
    }

    @Test
    void exceptionReachesTheCallerAndTheLoopContinues() throws Exception {
        assertThatIllegalStateException()
                .isThrownBy(() -> calls.call(() -> {
                    throw new IllegalArgumentException("wanted here");
                }))
                .withCauseInstanceOf(IllegalArgumentException.class);
        assertThat(calls.call(() -> "done")).isEqualTo("done");
    }

    @Test
    void errorReachesTheCallerAndEndsTheLoop() throws Exception {
        assertThatIllegalStateException()
                .isThrownBy(() -> calls.call(() -> {
                    throw new NoClassDefFoundError("wanted here");
                }))
                .withCauseInstanceOf(NoClassDefFoundError.class);
        assertThat(loop.terminationFuture().await(5, TimeUnit.SECONDS)).isTrue();
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofMillis(50));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
