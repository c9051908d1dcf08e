/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.bridge.net.LoopTasks;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One target's blocking calls, one at a time. A call that hangs is given up, and the next one may be made beside it. When {@value
 * #MOST_HANGING} hang, one more is made every {@value #RETRY_SECONDS} s, because calls that never return say nothing of the file that is
 * there by now; and only while {@link BlockingWork#hasSpareThreads}, so that a target blocks only itself. Belongs to the event loop.
 */
public final class BlockingCalls {
    private static final Logger LOG = LoggerFactory.getLogger(BlockingCalls.class);
    private static final int MOST_HANGING = 2;
    private static final long RETRY_SECONDS = 30;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(RETRY_SECONDS);

    private final EventLoop loop;
    private final BlockingWork work;
    private final LongSupplier nanoTime;

    private @Nullable Call<?> current;
    private int hanging;
    private long startedNanos;

    public BlockingCalls(EventLoop loop, BlockingWork work) {
        this(loop, work, System::nanoTime);
    }

    /** @param nanoTime a monotonic clock in nanoseconds */
    BlockingCalls(EventLoop loop, BlockingWork work, LongSupplier nanoTime) {
        this.loop = loop;
        this.work = work;
        this.nanoTime = nanoTime;
    }

    /** Gets the outcome of one call, on the event loop. */
    public interface Callback<T> {
        void returned(T value);

        /** The call could not do what it should, for a reason outside the bridge. */
        void failed(IOException why);

        /** The bridge could not make the call, or it threw what it should not. */
        void broke(BridgeFault fault);
    }

    /** Makes a call; the callback comes later, or at once if the call cannot be made, and does not come after {@link #giveUp}. */
    public <T> void start(Callable<T> task, Callback<T> callback) {
        long now = nanoTime.getAsLong();
        if (hanging >= MOST_HANGING && (now - startedNanos < RETRY_NANOS || !work.hasSpareThreads())) {
            callback.failed(new IOException(hanging + " earlier attempts still hang"));
            return;
        }
        startedNanos = now;
        Call<T> call = new Call<>(task, callback);
        try {
            current = call;
            call.job = work.start(call);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            current = null;
            callback.broke(new BridgeFault("no thread for a blocking call: " + e.getMessage()));
        }
    }

    /** Whether a call is under way. */
    public boolean isBusy() {
        return current != null;
    }

    /**
     * Waits for the call under way no longer.
     *
     * @return whether it had started; if not, all threads were busy
     */
    public boolean giveUp() {
        Call<?> call = current;
        current = null;
        if (call == null || call.job == null) {
            return false;
        }
        boolean started = call.job.giveUp();
        if (started) {
            hanging++;
            call.isHanging = true;
        }
        return started;
    }

    private final class Call<T> implements Runnable {
        private final Callable<T> task;
        private final Callback<T> callback;
        private BlockingWork.@Nullable Job job;
        private boolean isHanging;

        Call(Callable<T> task, Callback<T> callback) {
            this.task = task;
            this.callback = callback;
        }

        @Override
        public void run() {
            Runnable outcome;
            try {
                T value = task.call();
                outcome = () -> callback.returned(value);
            } catch (IOException e) {
                outcome = () -> callback.failed(e);
            } catch (InterruptedException closing) {
                outcome = () -> callback.broke(new BridgeFault("a blocking call was interrupted"));
            } catch (Throwable e) {
                LOG.error("a blocking call broke", e);
                outcome = () -> callback.broke(new BridgeFault(e.toString()));
            }
            post(outcome);
        }

        private void post(Runnable outcome) {
            try {
                LoopTasks.execute(loop, () -> end(outcome));
            } catch (RejectedExecutionException closing) {
                LOG.debug("an outcome came after the event loop's end", closing);
            }
        }

        private void end(Runnable outcome) {
            if (isHanging) {
                hanging--;
            } else if (current == this) {
                current = null;
                outcome.run();
            }
        }
    }
}
