/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import io.hcbridge.ipc.internal.SafeLog;
import io.hcbridge.ipc.internal.TimerQueue;
import io.hcbridge.ipc.internal.transport.Connection;
import io.hcbridge.ipc.internal.transport.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The event loop of a listener. Only {@link #stop} ends it. Two threads run it alternately, see {@link LeaderFollower}.
 */
final class UnixListenerLoop {
    private static final int READ_BYTES = 8192;
    private static final long LONGEST_SELECT_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long PAUSE_AFTER_ERROR_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LeaderFollower threads;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Selector selector;
    private final UnixAcceptor acceptor;
    private final TimerQueue<UnixConnection> timers = new TimerQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    /** Keys that the selector has reported and the loop has not yet handled. */
    private final Queue<SelectionKey> ready = new ArrayDeque<>();
    /** A task that may block. Runs at the end of the turn. */
    private @Nullable Runnable inline;

    // Used by all threads. execute() adds a task before it reads asleep, and the loop sets asleep before it reads the
    // tasks. In this order, the loop misses no task.
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;
    private volatile boolean asleep;

    UnixListenerLoop(
            String name,
            ServerSocketChannel server,
            PeerAccessControl accessControl,
            int maxConnections,
            Function<Connection, Session> sessions)
            throws IOException {
        threads = new LeaderFollower(name, this::drive);
        selector = server.provider().openSelector();
        acceptor = new UnixAcceptor(
                server,
                selector,
                accessControl,
                maxConnections,
                channel -> new UnixConnection(this, channel, sessions));
    }

    Selector selector() {
        return selector;
    }

    TimerQueue<UnixConnection> timers() {
        return timers;
    }

    UnixAcceptor acceptor() {
        return acceptor;
    }

    /** Returns the shared buffer for one read of a connection. */
    ByteBuffer buffer() {
        return buffer;
    }

    /** Runs {@code task} on the loop's thread, later. Thread-safe. */
    void execute(Runnable task) {
        tasks.add(task);
        if (asleep) {
            selector.wakeup();
        }
    }

    /**
     * Runs {@code task}, which may block, at the end of the turn. Returns false if the turn already has such a task, or while an earlier
     * task still runs.
     */
    boolean runInline(Runnable task) {
        if (inline != null || !threads.hasFollower()) {
            return false;
        }
        inline = task;
        return true;
    }

    void start() {
        threads.start();
    }

    /** Ends the loop, which closes the socket and all connections. Thread-safe. */
    void stop() {
        stopped = true;
        selector.wakeup();
    }

    /** Waits until the loop has ended. Returns at once on the loop's own threads, because they cannot wait for themselves. */
    void awaitEnd(long millis) throws InterruptedException {
        if (!threads.isOwnThread() && !ended.await(millis, TimeUnit.MILLISECONDS)) {
            SafeLog.warn(UnixListenerLoop.class, "listener: shutdown timed out (after " + millis + " ms)", null);
        }
    }

    private void drive() {
        while (!stopped) {
            LeaderFollower.clearInterrupt();
            try {
                turn();
            } catch (Throwable e) {
                SafeLog.warn(UnixListenerLoop.class, "listener: continues after an error", e);
                LockSupport.parkNanos(PAUSE_AFTER_ERROR_NANOS);
            }
            Runnable task = inline;
            inline = null;
            if (task != null && !threads.runInline(task)) {
                return;
            }
        }
        // The selector is closed last, because it releases the descriptors of registered channels.
        try (selector) {
            acceptor.closeAll();
        } catch (IOException e) {
            SafeLog.warn(UnixListenerLoop.class, "listener: close failed", e);
        }
        threads.end();
        ended.countDown();
    }

    private void turn() throws IOException {
        asleep = true;
        if (tasks.isEmpty() && ready.isEmpty()) {
            // junixsocket's select with a consumer does not block.
            selector.select(selectMillis());
            ready.addAll(selector.selectedKeys());
            selector.selectedKeys().clear();
        }
        asleep = false;
        for (SelectionKey key = ready.poll(); key != null; key = ready.poll()) {
            ready(key);
        }
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        long now = System.nanoTime();
        for (UnixConnection due = timers.pollDue(now); due != null; due = timers.pollDue(now)) {
            due.onTimeout();
        }
        acceptor.resume(now);
    }

    private long selectMillis() {
        long now = System.nanoTime();
        long next = acceptor.nextAt(timers.nextAt(now + LONGEST_SELECT_NANOS));
        // Rounded up; 0 would mean no limit.
        return Math.max(1, (next - now + 999_999) / 1_000_000);
    }

    private static void ready(SelectionKey key) {
        if (key.attachment() instanceof UnixConnection connection) {
            connection.ready();
        } else {
            ((UnixAcceptor) key.attachment()).accept();
        }
    }
}
