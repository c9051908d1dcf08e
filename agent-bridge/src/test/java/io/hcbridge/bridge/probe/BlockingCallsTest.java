/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.DefaultEventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that blocking calls do not delay other targets. */
@Timeout(30)
final class BlockingCallsTest {
    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final BlockingWork work = new BlockingWork(1, 2);
    private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void stop() {
        release.countDown();
        work.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private final class Noting implements BlockingCalls.Callback<String> {
        @Override
        public void returned(String value) {
            outcomes.add("returned " + value + (loop.inEventLoop() ? "" : " off the loop"));
        }

        @Override
        public void failed(IOException why) {
            outcomes.add("failed " + why.getMessage());
        }

        @Override
        public void broke(BridgeFault fault) {
            outcomes.add("broke " + fault.what());
        }
    }

    @Test
    void outcomeIsDeliveredOnTheLoop() throws Exception {
        BlockingCalls calls = new BlockingCalls(loop, work);
        start(calls, () -> "a value");
        assertThat(next()).isEqualTo("returned a value");
        start(calls, () -> {
            throw new IOException("no file");
        });
        assertThat(next()).isEqualTo("failed no file");
        start(calls, () -> {
            throw new IllegalStateException("a bug");
        });
        assertThat(next()).isEqualTo("broke java.lang.IllegalStateException: a bug");
        start(calls, () -> {
            throw new StackOverflowError("deep");
        });
        assertThat(next()).isEqualTo("broke java.lang.StackOverflowError: deep");
        assertThat(onLoop(calls::isBusy)).isFalse();
    }

    @Test
    void twoHangingTargetsDoNotDelayAThird() throws Exception {
        hang(new BlockingCalls(loop, work));
        hang(new BlockingCalls(loop, work));
        start(new BlockingCalls(loop, work), () -> "third");

        assertThat(next()).isEqualTo("returned third");
    }

    @Test
    void targetThatHangsTwiceIsNotTriedUntilACallReturns() throws Exception {
        BlockingCalls calls = new BlockingCalls(loop, work);
        hang(calls);
        hang(calls);
        start(calls, () -> "not run");
        assertThat(next()).isEqualTo("failed 2 earlier attempts still hang");

        release.countDown();
        while (!outcomes.contains("returned later")) {
            start(calls, () -> "later");
            outcomes.clear();
            outcomes.add(next());
        }
    }

    @Test
    void targetThatHangsTwiceIsTriedAgainEvery30Seconds() throws Exception {
        try (BlockingWork wide = new BlockingWork(1, 8)) {
            BlockingCalls calls = new BlockingCalls(loop, wide, now::get);
            hang(calls);
            hang(calls);
            now.addAndGet(TimeUnit.SECONDS.toNanos(30) - 1);
            start(calls, () -> "not run");
            assertThat(next()).isEqualTo("failed 2 earlier attempts still hang");

            now.incrementAndGet();
            hang(calls);
            start(calls, () -> "not run");
            assertThat(next()).isEqualTo("failed 3 earlier attempts still hang");
            now.addAndGet(TimeUnit.SECONDS.toNanos(30));
            start(calls, () -> "new file");
            assertThat(next()).isEqualTo("returned new file");
        }
    }

    @Test
    void repeatedAttemptsLeaveHalfOfTheThreadsToOtherTargets() throws Exception {
        try (BlockingWork wide = new BlockingWork(1, 6)) {
            BlockingCalls calls = new BlockingCalls(loop, wide, now::get);
            for (int i = 0; i < 3; i++) {
                hang(calls);
                now.addAndGet(TimeUnit.SECONDS.toNanos(30));
            }
            start(calls, () -> "not run");
            assertThat(next()).isEqualTo("failed 3 earlier attempts still hang");
            start(new BlockingCalls(loop, wide), () -> "other");
            assertThat(next()).isEqualTo("returned other");
        }
    }

    @Test
    void callAbandonedBeforeItsStartIsNotRun() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        start(new BlockingCalls(loop, work), () -> {
            running.countDown();
            release.await();
            return "first";
        });
        running.await();
        BlockingCalls calls = new BlockingCalls(loop, work);
        start(calls, () -> "not run");

        assertThat(onLoop(calls::giveUp)).isFalse();
        assertThat(onLoop(calls::isBusy)).isFalse();
        release.countDown();
        assertThat(next()).isEqualTo("returned first");
        start(calls, () -> "run");
        assertThat(next()).isEqualTo("returned run");
    }

    @Test
    void hangingJobsAreLimitedByTheNumberOfThreads() throws Exception {
        List<BlockingWork.Job> stuck = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            stuck.add(hangingJob());
        }
        BlockingCalls calls = new BlockingCalls(loop, work);
        start(calls, () -> "queued");
        assertThat(onLoop(calls::giveUp)).isFalse();

        release.countDown();
        start(calls, () -> "run");
        assertThat(next()).isEqualTo("returned run");
        assertThat(stuck).hasSize(3);
    }

    @Test
    void workIsRejectedAfterClose() throws Exception {
        work.close();

        assertThatThrownBy(() -> work.start(() -> {})).isInstanceOf(RejectedExecutionException.class);
        start(new BlockingCalls(loop, work), () -> "not run");
        assertThat(next()).startsWith("broke no thread for a blocking call: ");
    }

    /** Starts a call that blocks until the end of the test, and abandons it when it runs. */
    private void hang(BlockingCalls calls) throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        start(calls, () -> {
            running.countDown();
            release.await();
            return "ignored";
        });
        running.await();
        assertThat(onLoop(calls::giveUp)).isTrue();
    }

    private BlockingWork.Job hangingJob() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        BlockingWork.Job job = work.start(() -> {
            running.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        running.await();
        assertThat(job.giveUp()).isTrue();
        return job;
    }

    private void start(BlockingCalls calls, Callable<String> task) {
        loop.execute(() -> calls.start(task, new Noting()));
    }

    private <T> T onLoop(Callable<T> question) throws Exception {
        return loop.submit(question).get(10, TimeUnit.SECONDS);
    }

    private String next() throws InterruptedException {
        return String.valueOf(outcomes.poll(10, TimeUnit.SECONDS));
    }
}
