/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Timers and tasks on an event loop. Netty keeps what a timer throws in a future that nobody reads; here it is logged. An {@link Error}
 * ends the loop, because code that could not be loaded or run once fails every time; the bridge exits when its loop ends.
 */
public final class LoopTasks {
    private static final Logger LOG = LoggerFactory.getLogger(LoopTasks.class);

    private LoopTasks() {}

    /** Runs a task on the loop after {@code millis} milliseconds; from any thread. */
    public static ScheduledFuture<?> schedule(EventLoop loop, long millis, Runnable task) {
        return loop.schedule(() -> run(loop, task), millis, TimeUnit.MILLISECONDS);
    }

    /** Runs a task on the loop as soon as possible; from any thread. */
    public static void execute(EventLoop loop, Runnable task) {
        loop.execute(() -> run(loop, task));
    }

    /**
     * Runs a task after the loop has polled its channels once more, so that it knows all that had arrived when this was called. To be
     * called on the loop.
     */
    public static void executeAfterPoll(EventLoop loop, Runnable task) {
        // A timer that a task sets is run in the loop's next turn, after its poll.
        execute(loop, () -> schedule(loop, 0, task));
    }

    /** Logs what a task or a handler on the loop threw, and ends the loop if it is an {@link Error}. */
    public static void failed(EventLoop loop, Throwable thrown) {
        LOG.error("event loop: a task failed", thrown);
        if (thrown instanceof Error) {
            loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
        }
    }

    /** Ends the loop, because without what {@code why} names the bridge would look alive and answer nobody. */
    public static void end(EventLoop loop, String why) {
        LOG.error("event loop: ended: {}", why);
        loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
    }

    private static void run(EventLoop loop, Runnable task) {
        try {
            task.run();
        } catch (Throwable thrown) {
            failed(loop, thrown);
        }
    }
}
