/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import io.hcbridge.ipc.internal.SafeLog;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Two threads that run a listener alternately. The leader runs the listener, and may also run tasks that block. A short task needs no
 * thread switch. If a task takes longer than 2 ms, the follower becomes the leader and continues the listener. The thread of the task
 * becomes the follower when the task ends.
 *
 * <p>A task must not access the listener's state. The code after a task may do so only if {@link #runInline} has returned true.
 */
final class LeaderFollower {
    private static final long TAKEOVER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long NO_TASK = 0;

    private final String name;
    private final Runnable drive;
    private final Runnable onTakeover;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /** Start time of the leader's task. The thread that resets it is the leader, and sees all earlier writes. */
    private final AtomicLong taskStart = new AtomicLong(NO_TASK);

    /** The thread that waits to become the leader; null while that thread still runs its task. */
    private final AtomicReference<Thread> follower = new AtomicReference<>();

    private volatile boolean asleep;
    private volatile boolean over;

    /**
     * Creates the pair; {@link #start} starts the first thread.
     *
     * @param name name of both threads, which are daemons
     * @param drive returns when {@link #runInline} has returned false, or after {@link #end}
     */
    LeaderFollower(String name, Runnable drive) {
        this(name, drive, () -> {});
    }

    /** For tests: {@code onTakeover} runs on the follower's thread when it has become the leader, before it drives. */
    LeaderFollower(String name, Runnable drive, Runnable onTakeover) {
        this.name = name;
        this.drive = drive;
        this.onTakeover = onTakeover;
    }

    void start() {
        startThread(true);
    }

    /** Returns whether a follower is ready. The first call starts it. Only the leader may call this. */
    boolean hasFollower() {
        if (threads.size() > 1) {
            return follower.get() != null;
        }
        try {
            startThread(false);
            return true;
        } catch (OutOfMemoryError e) {
            // No thread is available, so the leader must not block.
            return false;
        }
    }

    /** Runs a task on the leader's thread. Returns false if the follower has become the leader meanwhile. */
    boolean runInline(Runnable task) {
        // Sets the lowest bit, because 0 means "no task".
        long start = System.nanoTime() | 1;
        taskStart.set(start);
        if (asleep) {
            LockSupport.unpark(follower.get());
        }
        clearInterrupt();
        try {
            task.run();
        } catch (Throwable e) {
            SafeLog.warn(LeaderFollower.class, "listener: task failed", e);
        }
        return taskStart.compareAndSet(start, NO_TASK);
    }

    /** Lets both threads end. Only the leader may call this. */
    void end() {
        over = true;
        LockSupport.unpark(follower.get());
    }

    /** Returns whether the caller is one of the two threads. */
    boolean isOwnThread() {
        return threads.contains(Thread.currentThread());
    }

    /** Clears an interrupt that was meant for a task that has ended. With the flag set, this thread could not wait. */
    static void clearInterrupt() {
        Thread.interrupted();
    }

    private void startThread(boolean leads) {
        Thread thread = new Thread(() -> run(leads), name);
        thread.setDaemon(true);
        threads.add(thread);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            threads.remove(thread);
            throw e;
        }
    }

    private void run(boolean leads) {
        boolean leading = leads || awaitLead();
        while (leading) {
            drive.run();
            leading = awaitLead();
        }
    }

    /** Waits until this thread becomes the leader. Returns false after {@link #end}. */
    private boolean awaitLead() {
        follower.set(Thread.currentThread());
        while (!over) {
            clearInterrupt();
            long start = taskStart.get();
            long left = start == NO_TASK ? Long.MAX_VALUE : start + TAKEOVER_NANOS - System.nanoTime();
            if (left > 0) {
                sleep(start, left);
            } else if (taskStart.compareAndSet(start, NO_TASK)) {
                onTakeover.run();
                // The other thread may already have become the follower. Then it must not be replaced.
                follower.compareAndSet(Thread.currentThread(), null);
                return true;
            }
        }
        return false;
    }

    /** Parks this thread. Sets {@code asleep} before it reads the start time, in this order it misses no change. */
    private void sleep(long start, long nanos) {
        asleep = true;
        if (taskStart.get() == start && !over) {
            LockSupport.parkNanos(this, nanos);
        }
        asleep = false;
    }
}
