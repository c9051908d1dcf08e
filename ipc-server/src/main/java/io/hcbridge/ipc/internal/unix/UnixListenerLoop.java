/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import io.hcbridge.ipc.Connection;
import io.hcbridge.ipc.Session;
import io.hcbridge.ipc.internal.SafeLog;
import io.hcbridge.ipc.internal.TimerQueue;
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
 * The listener's thread, which gives each connection its turn. Ends at {@link #stop} and by nothing else. It is one thread at a time,
 * but not always the same: see {@link LeaderFollower}.
 */
final class UnixListenerLoop {
    private static final int READ_BYTES = 8192;
    private static final long LONGEST_SELECT_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long PAUSE_AFTER_ERROR_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LeaderFollower lead;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Selector selector;
    private final UnixAcceptor acceptor;
    private final TimerQueue<UnixConnection> alarms = new TimerQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    /** Whose turn it is. */
    private final Queue<SelectionKey> ready = new ArrayDeque<>();
    /** What may block, for the end of the turn. */
    private @Nullable Runnable lent;

    // Of all threads. A task is added before asleep is read, asleep set before the tasks are looked at: none is missed.
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;
    private volatile boolean asleep;

    UnixListenerLoop(
            String name,
            ServerSocketChannel server,
            PeerAccessControl admission,
            int maxConnections,
            Function<Connection, Session> sessions)
            throws IOException {
        lead = new LeaderFollower(name, this::drive);
        selector = server.provider().openSelector();
        acceptor = new UnixAcceptor(
                server, selector, admission, maxConnections, channel -> new UnixConnection(this, channel, sessions));
    }

    Selector selector() {
        return selector;
    }

    TimerQueue<UnixConnection> alarms() {
        return alarms;
    }

    UnixAcceptor acceptor() {
        return acceptor;
    }

    /** For whatever one connection reads in its turn. */
    ByteBuffer buffer() {
        return buffer;
    }

    /** Runs {@code task} on the loop's thread, later; for any thread. */
    void execute(Runnable task) {
        tasks.add(task);
        if (asleep) {
            selector.wakeup();
        }
    }

    /** Runs {@code task}, which may block, at the end of the turn; refuses a second one, and while the last takes long. */
    boolean runInline(Runnable task) {
        if (lent != null || !lead.hasFollower()) {
            return false;
        }
        lent = task;
        return true;
    }

    void start() {
        lead.start();
    }

    /** Ends the loop, which closes all that it holds; for any thread. */
    void stop() {
        stopped = true;
        selector.wakeup();
    }

    /** Waits until it has ended; not on its own threads, which cannot wait for themselves. */
    void awaitEnd(long millis) throws InterruptedException {
        if (!lead.isOwnThread() && !ended.await(millis, TimeUnit.MILLISECONDS)) {
            SafeLog.warn(UnixListenerLoop.class, "the listener has not ended after " + millis + " ms", null);
        }
    }

    private void drive() {
        while (!stopped) {
            LeaderFollower.clearInterrupt();
            try {
                turn();
            } catch (Throwable e) {
                SafeLog.warn(UnixListenerLoop.class, "the listener goes on after an error", e);
                LockSupport.parkNanos(PAUSE_AFTER_ERROR_NANOS);
            }
            Runnable task = lent;
            lent = null;
            if (task != null && !lead.runInline(task)) {
                return;
            }
        }
        // The selector last: descriptors of channels that were registered are freed only by it.
        try (selector) {
            acceptor.closeAll();
        } catch (IOException e) {
            SafeLog.warn(UnixListenerLoop.class, "closing the listener", e);
        }
        lead.end();
        ended.countDown();
    }

    private void turn() throws IOException {
        asleep = true;
        if (tasks.isEmpty() && ready.isEmpty()) {
            // Not the select that takes a consumer: junixsocket's spins.
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
        for (UnixConnection due = alarms.pollDue(now); due != null; due = alarms.pollDue(now)) {
            due.onTimeout();
        }
        acceptor.resume(now);
    }

    private long selectMillis() {
        long now = System.nanoTime();
        long next = acceptor.nextAt(alarms.nextAt(now + LONGEST_SELECT_NANOS));
        // Rounded up; 0 would mean for ever.
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
