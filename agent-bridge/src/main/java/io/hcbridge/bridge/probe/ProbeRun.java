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
 * One probe under way, as its {@link ProbeAttempt} sees it. It ends exactly once: with the first result, at its time limit, or with what a
 * step threw. What comes later is ignored. Belongs to the event loop.
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

    /** @param calls the target's own */
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

    /** The record of the steps. */
    public ProbeSteps steps() {
        return steps;
    }

    public boolean isOver() {
        return done == null;
    }

    /** The time that is left; at least 1 ms. */
    public long remainingMillis() {
        return Math.max(1, timeout.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
    }

    /** Sets the result that the probe ends with if its time is over before something else is known. */
    public void endAtLimitWith(ProbeResult result) {
        atLimit = result;
    }

    /** Ends the probe; does nothing if it is over. */
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
            LOG.error("a probe could not release what it held", e);
        }
    }

    /** Runs a step, unless the probe is over; what it throws is the bridge's own fault and ends the probe. */
    public void guarded(Runnable step) {
        if (isOver()) {
            return;
        }
        try {
            step.run();
        } catch (ChannelException e) {
            end(new BridgeFault(String.valueOf(e.getMessage())));
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("a probe ended with an error of the bridge", e);
            end(new BridgeFault(e.toString()));
        }
    }

    /** Runs a step later, unless the probe is over. */
    public void after(long millis, Runnable step) {
        LoopTasks.schedule(loop, millis, () -> guarded(step));
    }

    /** {@link #guarded} for a callback of a library that may swallow what its callbacks throw. */
    public void callback(Runnable step) {
        try {
            guarded(step);
        } catch (Error e) {
            LoopTasks.failed(loop, e);
        }
    }

    /**
     * Makes a call that may block, on another thread; one at a time.
     *
     * @param then gets the outcome on the event loop, unless the probe is over
     * @param failure the result that the probe ends with if the call throws an {@link IOException}
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
            end(new BridgeFault("no thread was free for " + steps.current()));
        } else {
            end(atLimit == null ? Verdict.failed(silence()) : atLimit);
        }
    }

    private String silence() {
        String step = steps.current();
        return "no answer within " + Durations.format(timeout) + (step.isEmpty() ? "" : " (" + step + ")");
    }
}
