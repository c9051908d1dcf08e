/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs timers and tasks on an event loop and logs their exceptions. Without this class Netty would store an exception of a timer in a
 * future that no code reads. An {@link Error} ends the loop, because code that could not be loaded or run once fails every time. The bridge
 * exits when its loop ends.
 */
public final class LoopTasks {
    private static final Logger LOG = LoggerFactory.getLogger(LoopTasks.class);

    private LoopTasks() {}

    /** Runs a task on the loop after {@code millis} milliseconds. Thread-safe. */
    public static ScheduledFuture<?> schedule(EventLoop loop, long millis, Runnable task) {
        return loop.schedule(() -> run(loop, task), millis, TimeUnit.MILLISECONDS);
    }

    /** Runs a task on the loop as soon as possible. Thread-safe. */
    public static void execute(EventLoop loop, Runnable task) {
        loop.execute(() -> run(loop, task));
    }

    /**
     * Runs a task after the loop has polled its channels once more. The task then sees all data that had arrived before this call. Must be
     * called on the loop.
     */
    public static void executeAfterPoll(EventLoop loop, Runnable task) {
        // A timer that a task sets runs in the loop's next turn, after the poll of that turn.
        execute(loop, () -> schedule(loop, 0, task));
    }

    /** Logs an exception of a task or a handler on the loop. Ends the loop if it is an {@link Error}. */
    public static void failed(EventLoop loop, Throwable thrown) {
        LOG.error("event loop: a task failed", thrown);
        if (thrown instanceof Error) {
            loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Ends the loop because of a fatal failure. Otherwise the process would keep running without replying to agent checks.
     *
     * @param why the failure, for the log
     */
    public static void end(EventLoop loop, String why) {
        if (loop.isShuttingDown()) {
            // The first failure is the cause of the others.
            return;
        }
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
