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
 * Two threads that drive a listener in turn. The leader drives it, and may run tasks that block. Most tasks end at once, without
 * a change of threads. If one takes longer than 2 ms, the follower becomes the leader and continues; the thread of the task
 * becomes the follower.
 *
 * <p>A task, and the code behind it, must not touch the listener's state until {@link #runInline} has returned true.
 */
final class LeaderFollower {
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long NO_TASK = 0;

    private final String name;
    private final Runnable drive;
    private final Runnable onTakeover;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /** Start time of the leader's task. The thread that resets it leads, and sees everything that was written before. */
    private final AtomicLong taskStart = new AtomicLong(NO_TASK);

    /** The thread that waits to lead; null while it is on its way back from its task. */
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

    /** Whether a follower is ready; the first call starts it. For the leader. */
    boolean hasFollower() {
        if (threads.size() > 1) {
            return follower.get() != null;
        }
        try {
            startThread(false);
            return true;
        } catch (OutOfMemoryError e) {
            // The system has no thread left, so the leader must not block.
            return false;
        }
    }

    /** Runs a task on the leader's thread; returns false if the follower has become the leader meanwhile. */
    boolean runInline(Runnable task) {
        // Never the number that means "no task".
        long start = System.nanoTime() | 1;
        taskStart.set(start);
        if (asleep) {
            LockSupport.unpark(follower.get());
        }
        clearInterrupt();
        try {
            task.run();
        } catch (Throwable e) {
            SafeLog.warn(LeaderFollower.class, "a listener's task failed", e);
        }
        return taskStart.compareAndSet(start, NO_TASK);
    }

    /** Lets both threads end. For the leader. */
    void end() {
        over = true;
        LockSupport.unpark(follower.get());
    }

    /** Whether the caller is one of the two threads. */
    boolean isOwnThread() {
        return threads.contains(Thread.currentThread());
    }

    /** Forgets an interrupt that was meant for a task which has ended: with the flag set, no wait of this thread would block. */
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

    /** Waits until this thread leads; false if the end has come. */
    private boolean awaitLead() {
        follower.set(Thread.currentThread());
        while (!over) {
            clearInterrupt();
            long start = taskStart.get();
            long left = start == NO_TASK ? Long.MAX_VALUE : start + PATIENCE_NANOS - System.nanoTime();
            if (left > 0) {
                sleep(start, left);
            } else if (taskStart.compareAndSet(start, NO_TASK)) {
                onTakeover.run();
                // Unless the other thread is back already, and has put itself here.
                follower.compareAndSet(Thread.currentThread(), null);
                return true;
            }
        }
        return false;
    }

    /** Sets {@code asleep} before it looks at the start time, so that no change is missed. */
    private void sleep(long start, long nanos) {
        asleep = true;
        if (taskStart.get() == start && !over) {
            LockSupport.parkNanos(this, nanos);
        }
        asleep = false;
    }
}
