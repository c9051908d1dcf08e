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
 * Runs the blocking calls of one target, one at a time. A call that hangs is abandoned, and the next call can start while it still hangs.
 * When {@value #MOST_HANGING} calls hang, one more call is allowed every {@value #RETRY_SECONDS} s, because the file may have been replaced
 * since. This extra call is made only while {@link BlockingWork#hasSpareThreads}; a target can therefore block only itself. Belongs to the
 * event loop.
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

    /** Receives the outcome of one call, on the event loop. */
    public interface Callback<T> {
        void returned(T value);

        /** Called if the call failed for a reason outside the bridge. */
        void failed(IOException why);

        /** Called if the bridge could not run the call, or if it threw an unexpected exception. */
        void broke(BridgeFault fault);
    }

    /** Starts a call. The callback is called later, or at once if the call cannot start. It is not called after {@link #giveUp}. */
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

    /** Returns whether a call is running or queued. */
    public boolean isBusy() {
        return current != null;
    }

    /**
     * Abandons the current call.
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
                LOG.error("blocking call: unexpected exception", e);
                outcome = () -> callback.broke(new BridgeFault(e.toString()));
            }
            post(outcome);
        }

        private void post(Runnable outcome) {
            try {
                LoopTasks.execute(loop, () -> end(outcome));
            } catch (RejectedExecutionException closing) {
                LOG.debug("blocking call: dropped a result after the end of the event loop", closing);
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
