/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.ipc.internal.Durations;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running probe, from the view of its {@link ProbeAttempt}. It ends exactly once: with the first result, at its time limit, or because a
 * step threw an exception. Later results are ignored. Belongs to the event loop.
 */
public final class ProbeRun {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeRun.class);

    private final EventLoop loop;
    private final BlockingCalls calls;
    private final Duration timeout;
    private final ProbeSteps steps = new ProbeSteps(System::nanoTime);
    private final long startNanos = System.nanoTime();

    private @Nullable Consumer<ProbeResult> done;
    private @Nullable ProbeResult atLimit;
    private @Nullable ProbeAttempt attempt;
    private @Nullable ScheduledFuture<?> timer;

    /** @param calls the blocking calls of the target */
    ProbeRun(EventLoop loop, BlockingCalls calls, Duration timeout, Consumer<ProbeResult> done) {
        this.loop = loop;
        this.calls = calls;
        this.timeout = timeout;
        this.done = done;
    }

    void start(Function<ProbeRun, ProbeAttempt> kind) {
        timer = LoopTasks.schedule(loop, timeout.toMillis(), () -> guarded(this::onTimeout));
        guarded(() -> {
            ProbeAttempt begun = kind.apply(this);
            attempt = begun;
            begun.begin();
        });
    }

    /** Returns the recorder of the steps. */
    public ProbeSteps steps() {
        return steps;
    }

    public boolean isOver() {
        return done == null;
    }

    /** Returns the remaining time, at least 1 ms. */
    public long remainingMillis() {
        return Math.max(1, timeout.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
    }

    /** Sets the result for the case that the probe reaches its time limit before it has another result. */
    public void endAtLimitWith(ProbeResult result) {
        atLimit = result;
    }

    /** Ends the probe. Has no effect if it has ended already. */
    public void end(ProbeResult result) {
        Consumer<ProbeResult> callback = done;
        if (callback == null) {
            return;
        }
        done = null;
        if (timer != null) {
            timer.cancel(false);
        }
        calls.giveUp();
        steps.finish();
        close();
        callback.accept(result);
    }

    private void close() {
        try {
            if (attempt != null) {
                attempt.close();
            }
        } catch (RuntimeException e) {
            LOG.error("probe: cannot release its resources", e);
        }
    }

    /** Runs a step, unless the probe has ended. An exception is a fault of the bridge and ends the probe. */
    public void guarded(Runnable step) {
        if (isOver()) {
            return;
        }
        try {
            step.run();
        } catch (ChannelException e) {
            end(new BridgeFault(String.valueOf(e.getMessage())));
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("probe: ended by an error of the bridge", e);
            end(new BridgeFault(e.toString()));
        }
    }

    /** Runs a step later, unless the probe is over. */
    public void after(long millis, Runnable step) {
        LoopTasks.schedule(loop, millis, () -> guarded(step));
    }

    /** Like {@link #guarded}, for callbacks of libraries that ignore exceptions of their callbacks. */
    public void callback(Runnable step) {
        try {
            guarded(step);
        } catch (Error e) {
            LoopTasks.failed(loop, e);
        }
    }

    /**
     * Runs a call that may block on another thread. Only one call can run at a time.
     *
     * @param then receives the outcome on the event loop, unless the probe has ended
     * @param failure returns the result of the probe if the call throws an {@link IOException}
     */
    public <T> void call(Callable<T> task, Consumer<T> then, Function<IOException, ProbeResult> failure) {
        calls.start(task, new BlockingCalls.Callback<T>() {
            @Override
            public void returned(T value) {
                guarded(() -> then.accept(value));
            }

            @Override
            public void failed(IOException why) {
                guarded(() -> end(failure.apply(why)));
            }

            @Override
            public void broke(BridgeFault fault) {
                end(fault);
            }
        });
    }

    private void onTimeout() {
        if (calls.isBusy() && !calls.giveUp()) {
            end(new BridgeFault("no free thread for " + steps.current()));
        } else {
            end(atLimit == null ? Verdict.failed(silence()) : atLimit);
        }
    }

    private String silence() {
        String step = steps.current();
        return "no answer within " + Durations.format(timeout) + (step.isEmpty() ? "" : " (" + step + ")");
    }
}
